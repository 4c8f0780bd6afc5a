-- The tables of a central of version 0.2 (layout 1) with a few rows, as SQLite and PostgreSQL both take them.
CREATE TABLE case_pages (
  hall VARCHAR(32) NOT NULL,
  case_id VARCHAR(36) NOT NULL,
  sha256 VARCHAR(64) NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (hall, case_id, sha256)
);
CREATE INDEX case_pages_by_page ON case_pages (hall, sha256);
CREATE TABLE cases (
  hall VARCHAR(32) NOT NULL,
  case_id VARCHAR(36) NOT NULL,
  number VARCHAR(64) NOT NULL,
  state VARCHAR(32) NOT NULL,
  item_code VARCHAR(64) NOT NULL,
  item_name TEXT NOT NULL,
  handling VARCHAR(8) NOT NULL,
  limit_amount INTEGER NOT NULL,
  limit_unit VARCHAR(1) NOT NULL,
  counted_from_ms BIGINT NOT NULL,
  due VARCHAR(10) NOT NULL,
  due_at_window VARCHAR(10) NOT NULL,
  provisional BOOLEAN NOT NULL,
  device_id VARCHAR(64) NOT NULL,
  version INTEGER NOT NULL,
  changed_at_ms BIGINT NOT NULL,
  PRIMARY KEY (hall, case_id),
  UNIQUE (hall, number)
);
CREATE TABLE device_reports (
  hall VARCHAR(32) NOT NULL,
  device_id VARCHAR(64) NOT NULL,
  report TEXT NOT NULL,
  kept_at_ms BIGINT NOT NULL,
  PRIMARY KEY (hall, device_id)
);
CREATE TABLE feed (
  hall VARCHAR(32) NOT NULL,
  n BIGINT NOT NULL,
  case_id VARCHAR(36) NOT NULL,
  version INTEGER NOT NULL,
  what VARCHAR(64) NOT NULL,
  stored_at_ms BIGINT NOT NULL,
  PRIMARY KEY (hall, n)
);
CREATE TABLE halls (
  hall VARCHAR(32) NOT NULL,
  layout INTEGER NOT NULL,
  epoch VARCHAR(32) NOT NULL,
  feed_n BIGINT NOT NULL,
  PRIMARY KEY (hall)
);
CREATE TABLE leases (
  hall VARCHAR(32) NOT NULL,
  request_id VARCHAR(64) NOT NULL,
  device_id VARCHAR(64) NOT NULL,
  series VARCHAR(64) NOT NULL,
  prefix VARCHAR(16) NOT NULL,
  year INTEGER NOT NULL,
  first BIGINT NOT NULL,
  last BIGINT NOT NULL,
  leased_at_ms BIGINT NOT NULL,
  PRIMARY KEY (hall, request_id)
);
CREATE TABLE pages (
  hall VARCHAR(32) NOT NULL,
  sha256 VARCHAR(64) NOT NULL,
  size BIGINT NOT NULL,
  media_type VARCHAR(64) NOT NULL,
  stored_at_ms BIGINT NOT NULL,
  PRIMARY KEY (hall, sha256)
);
CREATE TABLE series (
  hall VARCHAR(32) NOT NULL,
  series VARCHAR(64) NOT NULL,
  year INTEGER NOT NULL,
  last BIGINT NOT NULL,
  PRIMARY KEY (hall, series, year)
);
CREATE TABLE windows (
  hall VARCHAR(32) NOT NULL,
  device_id VARCHAR(64) NOT NULL,
  "window" VARCHAR(16) NOT NULL,
  roles VARCHAR(128) NOT NULL,
  token_sha256 VARCHAR(64) NOT NULL,
  enrolled_at_ms BIGINT NOT NULL,
  PRIMARY KEY (hall, device_id),
  UNIQUE (hall, token_sha256)
);
CREATE TABLE events (
  hall VARCHAR(32) NOT NULL,
  case_id VARCHAR(36) NOT NULL,
  version INTEGER NOT NULL,
  op_id VARCHAR(36) NOT NULL,
  device_id VARCHAR(64) NOT NULL,
  device_seq BIGINT NOT NULL,
  move VARCHAR(64) NOT NULL,
  at_ms BIGINT NOT NULL,
  actor VARCHAR(64) NOT NULL,
  "window" VARCHAR(16) NOT NULL,
  reason TEXT NOT NULL,
  schema_version INTEGER NOT NULL,
  body TEXT NOT NULL,
  body_sha256 VARCHAR(64) NOT NULL,
  stored_at_ms BIGINT NOT NULL,
  PRIMARY KEY (hall, case_id, version),
  UNIQUE (hall, op_id),
  UNIQUE (hall, device_id, device_seq),
  FOREIGN KEY(hall, case_id) REFERENCES cases (hall, case_id)
);
INSERT INTO case_pages VALUES ('YC', '80a71f41-78dc-4bf3-8181-4af2bed2ea04', '9a8eeff1d0bc6b9b7acf170b1168d6d07f193dc770d4c1864b03e48d775e8d1a', 1);
INSERT INTO cases VALUES ('YC', '80a71f41-78dc-4bf3-8181-4af2bed2ea04', 'YC26-03-00001', 'received', 'I-FOOD', '食品经营许可', '2', 8, 'W', 1778031000000, '2026-05-15', '2026-05-18', false, 'window-03', 1, 1778031003000);
INSERT INTO cases VALUES ('YC', '5d269c60-51c8-4c04-a840-6b5cd1400794', 'YC26-03-00002', 'handed_out', 'I-FOOD', '食品经营许可', '2', 8, 'W', 1778031000000, '2026-05-15', '2026-05-18', false, 'window-03', 5, 1778031008000);
INSERT INTO cases VALUES ('YC', '5445a830-beb6-46bc-b9e2-6290b4a78742', 'YC26-03-00007', 'awaiting_supplement', 'I-FOOD', '食品经营许可', '2', 8, 'W', 0, '', '2026-05-18', false, 'window-03', 2, 1778031010000);
INSERT INTO cases VALUES ('YC', '3d98b232-95c1-4e97-b1a4-6936a5f24119', 'YC26-03-00009', 'accepted', 'I-FOOD', '食品经营许可', '2', 8, 'W', 1778031000000, '2026-05-15', '2026-05-18', false, 'window-03', 2, 1778031012000);
INSERT INTO cases VALUES ('YC', '2f6c7244-a2d2-4fc1-a4db-9e6e6fbb2fad', 'YC26-03-00011', 'received', 'I-FOOD', '食品经营许可', '2', 8, 'W', 1798594200000, '2027-01-11', '2026-05-18', true, 'window-03', 1, 1778031013000);
INSERT INTO feed VALUES ('YC', 1, '80a71f41-78dc-4bf3-8181-4af2bed2ea04', 1, 'case.receive', 1778031003000);
INSERT INTO feed VALUES ('YC', 2, '5d269c60-51c8-4c04-a840-6b5cd1400794', 1, 'case.receive', 1778031004000);
INSERT INTO feed VALUES ('YC', 3, '5d269c60-51c8-4c04-a840-6b5cd1400794', 2, 'case.accept', 1778031005000);
INSERT INTO feed VALUES ('YC', 4, '5d269c60-51c8-4c04-a840-6b5cd1400794', 3, 'case.decide', 1778031006000);
INSERT INTO feed VALUES ('YC', 5, '5d269c60-51c8-4c04-a840-6b5cd1400794', 4, 'case.close', 1778031007000);
INSERT INTO feed VALUES ('YC', 6, '5d269c60-51c8-4c04-a840-6b5cd1400794', 5, 'case.hand_out', 1778031008000);
INSERT INTO feed VALUES ('YC', 7, '5445a830-beb6-46bc-b9e2-6290b4a78742', 1, 'case.receive', 1778031009000);
INSERT INTO feed VALUES ('YC', 8, '5445a830-beb6-46bc-b9e2-6290b4a78742', 2, 'case.ask_supplement', 1778031010000);
INSERT INTO feed VALUES ('YC', 9, '3d98b232-95c1-4e97-b1a4-6936a5f24119', 1, 'case.receive', 1778031011000);
INSERT INTO feed VALUES ('YC', 10, '3d98b232-95c1-4e97-b1a4-6936a5f24119', 2, 'case.accept', 1778031012000);
INSERT INTO feed VALUES ('YC', 11, '2f6c7244-a2d2-4fc1-a4db-9e6e6fbb2fad', 1, 'case.receive', 1778031013000);
INSERT INTO halls VALUES ('YC', 1, 'cc8349b2fd9d4ddb974e199fc22835bf', 11);
INSERT INTO leases VALUES ('YC', 'r1', 'window-03', 'case', 'YC', 2026, 1, 50, 1778031002000);
INSERT INTO series VALUES ('YC', 'case', 2026, 50);
INSERT INTO windows VALUES ('YC', 'window-03', '03', 'intake,back_office,section,issuing,supervisor', 'bfc66da43e9b08d10c52ccfca382ae9c4a104156940b9a46ef1be7a1e522f856', 1778031001000);
INSERT INTO events VALUES ('YC', '80a71f41-78dc-4bf3-8181-4af2bed2ea04', 1, '387f9511-5385-4635-974e-2332328ae31c', 'window-03', 1, 'receive', 1778031000000, 'c17', '03', '', 1, '{"actor":"c17","application":{"applicant":{"person":{"id_number":"430602199003071234","name":"欧阳㐀"}}},"at":"2026-05-06T09:30:00+08:00","due":"2026-05-18","item":{"code":"I-FOOD","handling":"2","name":"食品经营许可","promised":{"amount":8,"unit":"W"}},"number":"YC26-03-00001","reason":"","role":"intake","window":"03"}', '64d5101a638155d37a28ae916aac59e46890df219ea1679eb38a0bf12d99b30e', 1778031003000);
INSERT INTO events VALUES ('YC', '5d269c60-51c8-4c04-a840-6b5cd1400794', 1, 'c66932a5-e915-4f5d-9102-0ce2bcc6eaea', 'window-03', 2, 'receive', 1778031000000, 'c17', '03', '', 1, '{"actor":"c17","application":{"applicant":{"person":{"id_number":"430602199003071234","name":"欧阳㐀"}}},"at":"2026-05-06T09:30:00+08:00","due":"2026-05-18","item":{"code":"I-FOOD","handling":"2","name":"食品经营许可","promised":{"amount":8,"unit":"W"}},"number":"YC26-03-00002","reason":"","role":"intake","window":"03"}', 'c335a529928fa0e26c92cdde35629bc4da44a3958d7f584bad97c6b704d8b8e4', 1778031004000);
INSERT INTO events VALUES ('YC', '5d269c60-51c8-4c04-a840-6b5cd1400794', 2, '565a0db5-5fef-490b-9e85-d5d0a199fe7e', 'window-03', 3, 'accept', 1778031000000, 'c17', '03', '', 1, '{"actor":"c17","at":"2026-05-06T09:30:00+08:00","reason":"","role":"back_office","window":"03"}', '4c6ee1be36ff70c136bb12be16f3da10379e4c2641298b752692f52a22982221', 1778031005000);
INSERT INTO events VALUES ('YC', '5d269c60-51c8-4c04-a840-6b5cd1400794', 3, 'eb4756e5-97a7-448d-ab2f-5bf6b69498bd', 'window-03', 4, 'decide', 1778031000000, 'c17', '03', '', 1, '{"actor":"c17","at":"2026-05-06T09:30:00+08:00","reason":"","role":"back_office","window":"03"}', '4c6ee1be36ff70c136bb12be16f3da10379e4c2641298b752692f52a22982221', 1778031006000);
INSERT INTO events VALUES ('YC', '5d269c60-51c8-4c04-a840-6b5cd1400794', 4, '565eb749-794d-4781-b353-1c1702e39b19', 'window-03', 5, 'close', 1778031000000, 'c17', '03', '', 1, '{"actor":"c17","at":"2026-05-06T09:30:00+08:00","reason":"","role":"back_office","window":"03"}', '4c6ee1be36ff70c136bb12be16f3da10379e4c2641298b752692f52a22982221', 1778031007000);
INSERT INTO events VALUES ('YC', '5d269c60-51c8-4c04-a840-6b5cd1400794', 5, 'f3449b08-fd34-419e-a86d-457d641ac525', 'window-03', 6, 'hand_out', 1778031000000, 'c17', '03', '', 1, '{"actor":"c17","at":"2026-05-06T09:30:00+08:00","reason":"","role":"issuing","window":"03"}', '0d5778aab92122a9206e3730a221c3bd3de15ef94e9c6125f0855a2757057dce', 1778031008000);
INSERT INTO events VALUES ('YC', '5445a830-beb6-46bc-b9e2-6290b4a78742', 1, '3a8c8001-6023-418e-af66-fcda6d105e6e', 'window-03', 7, 'receive', 1778031000000, 'c17', '03', '', 1, '{"actor":"c17","application":{"applicant":{"person":{"id_number":"430602199003071234","name":"欧阳㐀"}}},"at":"2026-05-06T09:30:00+08:00","due":"2026-05-18","item":{"code":"I-FOOD","handling":"2","name":"食品经营许可","promised":{"amount":8,"unit":"W"}},"number":"YC26-03-00007","reason":"","role":"intake","window":"03"}', '7e20312a918892b83d760d8efd6d708edce1fcf7c9cfc2328cc42f499bf1a7a1', 1778031009000);
INSERT INTO events VALUES ('YC', '5445a830-beb6-46bc-b9e2-6290b4a78742', 2, '7e257e7f-0ef3-4218-992e-e071bc7eab8c', 'window-03', 8, 'ask_supplement', 1778031000000, 'c17', '03', '', 1, '{"actor":"c17","at":"2026-05-06T09:30:00+08:00","reason":"","role":"back_office","window":"03"}', '4c6ee1be36ff70c136bb12be16f3da10379e4c2641298b752692f52a22982221', 1778031010000);
INSERT INTO events VALUES ('YC', '3d98b232-95c1-4e97-b1a4-6936a5f24119', 1, '4b1265b2-4d95-4cb6-a00a-c72740b71522', 'window-03', 9, 'receive', 1778031000000, 'c17', '03', '', 1, '{"actor":"c17","application":{"applicant":{"person":{"id_number":"430602199003071234","name":"欧阳㐀"}}},"at":"2026-05-06T09:30:00+08:00","due":"2026-05-18","item":{"code":"I-FOOD","handling":"2","name":"食品经营许可","promised":{"amount":8,"unit":"W"}},"number":"YC26-03-00009","reason":"","role":"intake","window":"03"}', '688a20d98ce81beb15a343fe58d09508d03858f979ec8e6ea337606b3fea0b12', 1778031011000);
INSERT INTO events VALUES ('YC', '3d98b232-95c1-4e97-b1a4-6936a5f24119', 2, 'd6e95ffa-1da4-48a1-aab7-1e1d47074f84', 'window-03', 10, 'accept', 1778031000000, 'c17', '03', '', 1, '{"actor":"c17","at":"2026-05-06T09:30:00+08:00","reason":"","role":"back_office","window":"03"}', '4c6ee1be36ff70c136bb12be16f3da10379e4c2641298b752692f52a22982221', 1778031012000);
INSERT INTO events VALUES ('YC', '2f6c7244-a2d2-4fc1-a4db-9e6e6fbb2fad', 1, '456aadf5-f0cf-4851-980a-70f903f77944', 'window-03', 11, 'receive', 1798594200000, 'c17', '03', '', 1, '{"actor":"c17","application":{"applicant":{"person":{"id_number":"430602199003071234","name":"欧阳㐀"}}},"at":"2026-12-30T09:30:00+08:00","due":"2026-05-18","item":{"code":"I-FOOD","handling":"2","name":"食品经营许可","promised":{"amount":8,"unit":"W"}},"number":"YC26-03-00011","reason":"","role":"intake","window":"03"}', 'cbb0094763974c7215386c95b157bc6b78cd224300926a9690ee6aba9c07fd85', 1778031013000);
