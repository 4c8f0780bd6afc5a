<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
    <context>
        <name>ActPanel</name>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>What it does</source>
            <translation>办后的结果</translation>
        </message>
        <message>
            <source>What became of each case</source>
            <translation>各件结果</translation>
        </message>
        <message>
            <source>Do it</source>
            <translation>办理</translation>
        </message>
    </context>
    <context>
        <name>AdministrationPage</name>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>What to look after</source>
            <translation>管理什么</translation>
        </message>
        <message>
            <source>Find</source>
            <translation>查找</translation>
        </message>
        <message>
            <source>List</source>
            <translation>列表</translation>
        </message>
        <message>
            <source>Year</source>
            <translation>全年</translation>
        </message>
        <message>
            <source>Sample picture</source>
            <translation>样表图片</translation>
        </message>
    </context>
    <context>
        <name>ApplicantPage</name>
        <message>
            <source>Photograph card</source>
            <translation>拍证件</translation>
        </message>
        <message>
            <source>Photograph card or licence</source>
            <translation>拍证件或执照</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>姓名</translation>
        </message>
        <message>
            <source>Sex</source>
            <translation>性别</translation>
        </message>
        <message>
            <source>Nation</source>
            <translation>民族</translation>
        </message>
        <message>
            <source>ID number</source>
            <translation>证件号码</translation>
        </message>
        <message>
            <source>Date of birth</source>
            <translation>出生日期</translation>
        </message>
        <message>
            <source>Valid until</source>
            <translation>有效期至</translation>
        </message>
        <message>
            <source>Home address</source>
            <translation>住址</translation>
        </message>
        <message>
            <source>Organisation name</source>
            <translation>单位名称</translation>
        </message>
        <message>
            <source>Unified social credit code</source>
            <translation>统一社会信用代码</translation>
        </message>
        <message>
            <source>Organisation kind</source>
            <translation>主体类型</translation>
        </message>
        <message>
            <source>Premises</source>
            <translation>经营场所</translation>
        </message>
        <message>
            <source>Resident ID</source>
            <translation>居民身份证</translation>
        </message>
        <message>
            <source>HMT permit</source>
            <translation>港澳台居住证</translation>
        </message>
        <message>
            <source>Foreign permanent</source>
            <translation>外国人永居证</translation>
        </message>
        <message>
            <source>HK/Macau pass</source>
            <translation>港澳通行证</translation>
        </message>
        <message>
            <source>Taiwan pass</source>
            <translation>台胞证</translation>
        </message>
        <message>
            <source>Passport</source>
            <translation>护照</translation>
        </message>
        <message>
            <source>Household book</source>
            <translation>户口簿</translation>
        </message>
        <message>
            <source>Scan the licence, or type 18 characters</source>
            <translation>扫执照二维码，或手录 18 位</translation>
        </message>
        <message>
            <source>Seen at the window only</source>
            <translation>仅窗口可见</translation>
        </message>
        <message>
            <source>YYYY-MM-DD</source>
            <translation>年-月-日</translation>
        </message>
        <message>
            <source>Legal representative or operator</source>
            <translation>法定代表人或经营者</translation>
        </message>
        <message>
            <source>Applicant in person</source>
            <translation>本人</translation>
        </message>
        <message>
            <source>Natural person</source>
            <translation>自然人</translation>
        </message>
        <message>
            <source>Organisation</source>
            <translation>单位</translation>
        </message>
        <message>
            <source>Kind of applicant</source>
            <translation>申请人类型</translation>
        </message>
        <message>
            <source>In person</source>
            <translation>本人办理</translation>
        </message>
        <message>
            <source>Through an agent</source>
            <translation>代办</translation>
        </message>
        <message>
            <source>Who is here</source>
            <translation>办理方式</translation>
        </message>
        <message>
            <source>Window</source>
            <translation>窗口</translation>
        </message>
        <message>
            <source>Locker</source>
            <translation>取件柜</translation>
        </message>
        <message>
            <source>Post</source>
            <translation>邮寄</translation>
        </message>
        <message>
            <source>Delivery</source>
            <translation>领取方式</translation>
        </message>
        <message>
            <source>Document</source>
            <translation>证件种类</translation>
        </message>
        <message>
            <source>Grey was read from the chip and needs no change</source>
            <translation>灰底为芯片所读，不需改动</translation>
        </message>
        <message>
            <source>Applicant</source>
            <translation>申请人</translation>
        </message>
        <message>
            <source>Nationality</source>
            <translation>国籍</translation>
        </message>
        <message>
            <source>Photo cannot be shown</source>
            <translation>照片未能显示</translation>
        </message>
        <message>
            <source>look at the card itself</source>
            <translation>请看实体证件</translation>
        </message>
        <message>
            <source>Agent</source>
            <translation>代办人</translation>
        </message>
        <message>
            <source>Contact and delivery</source>
            <translation>联系与送达</translation>
        </message>
        <message>
            <source>Messages on progress only</source>
            <translation>短信只发办理进度</translation>
        </message>
        <message>
            <source>Telephone</source>
            <translation>联系电话</translation>
        </message>
        <message>
            <source>Remark</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Address for delivery</source>
            <translation>送达地址</translation>
        </message>
        <message>
            <source>Still to fill in</source>
            <translation>还需填写</translation>
        </message>
        <message>
            <source>Earlier cases</source>
            <translation>此前办件</translation>
        </message>
        <message>
            <source>Next: item and situation</source>
            <translation>下一步：事项与情形</translation>
        </message>
        <message numerus="yes">
            <source>%n open</source>
            <translation>
                <numerusform>%n 项</numerusform>
            </translation>
        </message>
        <message>
            <source>all filled in</source>
            <translation>已填齐</translation>
        </message>
        <message numerus="yes">
            <source>%n case(s)</source>
            <translation>
                <numerusform>%n 件</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Cabinet</name>
        <message>
            <source>Pickup code or number</source>
            <translation>取件码、存件码或编号</translation>
        </message>
    </context>
    <context>
        <name>CameraColumn</name>
        <message>
            <source>Document camera</source>
            <translation>高拍仪画面</translation>
        </message>
        <message>
            <source>Learn the empty desk</source>
            <translation>空桌面学习</translation>
        </message>
        <message>
            <source>Scan</source>
            <translation>扫描仪</translation>
        </message>
        <message>
            <source>Colour</source>
            <translation>彩色</translation>
        </message>
        <message>
            <source>Grey</source>
            <translation>灰度</translation>
        </message>
        <message>
            <source>Black and white</source>
            <translation>黑白</translation>
        </message>
        <message>
            <source>How pages are kept</source>
            <translation>页面颜色</translation>
        </message>
        <message>
            <source>Rotate</source>
            <translation>旋转</translation>
        </message>
        <message>
            <source>Corners</source>
            <translation>调四角</translation>
        </message>
        <message>
            <source>Card, both sides</source>
            <translation>证件两面</translation>
        </message>
        <message>
            <source>Ctrl+← → reorder   Del remove</source>
            <translation>Ctrl+←→ 换序　Del 删除</translation>
        </message>
        <message>
            <source>Pages of this material</source>
            <translation>本材料的页</translation>
        </message>
        <message>
            <source>Auto capture on</source>
            <translation>自动拍：开</translation>
        </message>
        <message>
            <source>Auto capture off</source>
            <translation>自动拍：关</translation>
        </message>
        <message>
            <source>No document camera: take the paper, or import files</source>
            <translation>没有高拍仪，可收纸质或导入文件</translation>
        </message>
        <message numerus="yes">
            <source>%n page(s) of this material</source>
            <translation>
                <numerusform>本材料 %n 页</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n set(s) on paper, type the number</source>
            <translation>
                <numerusform>纸质 %n 份，按数字改份数</numerusform>
            </translation>
        </message>
        <message>
            <source>Nothing to hand in</source>
            <translation>免提交</translation>
        </message>
        <message>
            <source>Capture a page</source>
            <translation>拍一页</translation>
        </message>
        <message>
            <source>Capture the front</source>
            <translation>拍正面</translation>
        </message>
        <message>
            <source>Capture the back</source>
            <translation>拍背面</translation>
        </message>
        <message>
            <source>Leave the card</source>
            <translation>取消证件</translation>
        </message>
        <message>
            <source>Make one page</source>
            <translation>合回一页</translation>
        </message>
        <message>
            <source>Take the paper</source>
            <translation>只收纸质</translation>
        </message>
        <message>
            <source>Space</source>
            <translation>空格</translation>
        </message>
    </context>
    <context>
        <name>CardPanel</name>
        <message>
            <source>Compare the person with the photo on the card</source>
            <translation>请核对本人与证件照片</translation>
        </message>
        <message>
            <source>Person matches card</source>
            <translation>人证一致</translation>
        </message>
        <message>
            <source>Person compared with card</source>
            <translation>已核对，人证一致</translation>
        </message>
        <message>
            <source>Read card</source>
            <translation>读卡</translation>
        </message>
        <message>
            <source>Waiting for a card</source>
            <translation>请放上身份证</translation>
        </message>
        <message>
            <source>Lay the card on the reader, or type the details</source>
            <translation>放好会自动读取；没有证件可直接手录</translation>
        </message>
    </context>
    <context>
        <name>CaseAside</name>
        <message>
            <source>Why it is due then</source>
            <translation>时限说明</translation>
        </message>
        <message>
            <source>History</source>
            <translation>经过</translation>
        </message>
    </context>
    <context>
        <name>CaseHead</name>
        <message>
            <source>Applicant</source>
            <translation>申请人</translation>
        </message>
    </context>
    <context>
        <name>CasePages</name>
        <message>
            <source>Pages of this case</source>
            <translation>本件材料页</translation>
        </message>
        <message>
            <source>Page</source>
            <translation>材料页</translation>
        </message>
    </context>
    <context>
        <name>CasePane</name>
        <message>
            <source>Parts of the case</source>
            <translation>本件内容</translation>
        </message>
        <message>
            <source>Dealings</source>
            <translation>往来</translation>
        </message>
        <message>
            <source>Materials</source>
            <translation>材料</translation>
        </message>
        <message numerus="yes">
            <source>%n page(s)</source>
            <translation>
                <numerusform>%n 页</numerusform>
            </translation>
        </message>
        <message>
            <source>Documents</source>
            <translation>单据</translation>
        </message>
        <message>
            <source>PgDn next page  Z zoom</source>
            <translation>PgDn 下一页　Z 放大</translation>
        </message>
        <message>
            <source>Ctrl+P print again  Del void</source>
            <translation>Ctrl+P 重打　Del 作废</translation>
        </message>
    </context>
    <context>
        <name>CasesPage</name>
        <message>
            <source>Do it</source>
            <translation>办理</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>What is expected</source>
            <translation>办下一步</translation>
        </message>
    </context>
    <context>
        <name>Cells</name>
        <message>
            <source>Cells of the locker</source>
            <translation>取件柜的格</translation>
        </message>
    </context>
    <context>
        <name>ComeBackLine</name>
        <message>
            <source>Reason of the withdrawal</source>
            <translation>撤回原因</translation>
        </message>
        <message>
            <source>Take what was missing</source>
            <translation>收补交材料</translation>
        </message>
        <message>
            <source>Withdraw</source>
            <translation>撤回申请</translation>
        </message>
        <message>
            <source>Withdraw now</source>
            <translation>确认撤回</translation>
        </message>
    </context>
    <context>
        <name>CounterWindow</name>
        <message>
            <source>Yichuang window {0}</source>
            <translation>一窗 {0} 号窗口</translation>
        </message>
    </context>
    <context>
        <name>DashboardPage</name>
        <message>
            <source>Period, 1 to 4</source>
            <translation>时段 1–4</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>今日</translation>
        </message>
        <message>
            <source>This week</source>
            <translation>本周</translation>
        </message>
        <message>
            <source>This month</source>
            <translation>本月</translation>
        </message>
        <message>
            <source>This year</source>
            <translation>本年</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>时段</translation>
        </message>
        <message>
            <source>The hall in numbers</source>
            <translation>大厅概况</translation>
        </message>
        <message>
            <source>Course</source>
            <translation>走势</translation>
        </message>
        <message>
            <source>Compared</source>
            <translation>对比</translation>
        </message>
        <message>
            <source>No case has been taken in yet</source>
            <translation>还没有接件</translation>
        </message>
        <message>
            <source>Due</source>
            <translation>到期</translation>
        </message>
        <message>
            <source>Due and pressing</source>
            <translation>到期与督办</translation>
        </message>
        <message>
            <source>Text messages that stand still</source>
            <translation>发不出去的短信</translation>
        </message>
        <message>
            <source>Windows out of step</source>
            <translation>未同步的窗口</translation>
        </message>
        <message>
            <source>Taken in by window</source>
            <translation>各窗口接件</translation>
        </message>
        <message>
            <source>Deadline</source>
            <translation>时限</translation>
        </message>
        <message>
            <source>Nothing is due today, and no case carries a card</source>
            <translation>今日没有到期的件，也没有黄牌红牌</translation>
        </message>
    </context>
    <context>
        <name>DeviceDetailPart</name>
        <message>
            <source>Time of a use</source>
            <translation>每次用时</translation>
        </message>
        <message>
            <source>Last frames</source>
            <translation>最近收发</translation>
        </message>
    </context>
    <context>
        <name>DeviceFoundPart</name>
        <message>
            <source>Look for devices</source>
            <translation>查找新设备</translation>
        </message>
        <message>
            <source>Found</source>
            <translation>找到的</translation>
        </message>
        <message>
            <source>Set it up</source>
            <translation>登记</translation>
        </message>
    </context>
    <context>
        <name>DeviceGuidePart</name>
        <message>
            <source>Done</source>
            <translation>完成</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>继续</translation>
        </message>
    </context>
    <context>
        <name>DevicesPage</name>
        <message>
            <source>All devices</source>
            <translation>全部设备</translation>
        </message>
        <message>
            <source>Report</source>
            <translation>兼容报告</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>Connection</source>
            <translation>连接</translation>
        </message>
        <message>
            <source>Condition</source>
            <translation>状况</translation>
        </message>
        <message>
            <source>Uses today</source>
            <translation>今日次数</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>Look for devices</source>
            <translation>查找新设备</translation>
        </message>
        <message>
            <source>Compatibility report</source>
            <translation>兼容报告</translation>
        </message>
        <message>
            <source>Devices</source>
            <translation>设备</translation>
        </message>
        <message>
            <source>Trouble and cure</source>
            <translation>问题与处理</translation>
        </message>
        <message>
            <source>On A4 instead</source>
            <translation>改打 A4</translation>
        </message>
        <message>
            <source>Ignore</source>
            <translation>忽略</translation>
        </message>
        <message>
            <source>Self-test</source>
            <translation>自检</translation>
        </message>
        <message>
            <source>Guide</source>
            <translation>向导</translation>
        </message>
        <message>
            <source>Change port</source>
            <translation>换端口</translation>
        </message>
        <message numerus="yes">
            <source>%n issue(s)</source>
            <translation>
                <numerusform>%n 条</numerusform>
            </translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>再试</translation>
        </message>
    </context>
    <context>
        <name>Documents</name>
        <message>
            <source>Documents of this case</source>
            <translation>本件单据</translation>
        </message>
        <message>
            <source>Document</source>
            <translation>单据</translation>
        </message>
    </context>
    <context>
        <name>Eye</name>
        <message>
            <source>Reveal number</source>
            <translation>显示证号</translation>
        </message>
        <message>
            <source>Hide number</source>
            <translation>遮住证号</translation>
        </message>
    </context>
    <context>
        <name>Field</name>
        <message>
            <source>optional</source>
            <translation>选填</translation>
        </message>
        <message>
            <source>chip</source>
            <translation>芯片</translation>
        </message>
        <message>
            <source>typed</source>
            <translation>手录</translation>
        </message>
        <message>
            <source>QR code</source>
            <translation>二维码</translation>
        </message>
        <message>
            <source>licence library</source>
            <translation>证照库</translation>
        </message>
    </context>
    <context>
        <name>FilterBox</name>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
    </context>
    <context>
        <name>FindPage</name>
        <message>
            <source>Number, name, ID number or item</source>
            <translation>办件编号、姓名、证件号或事项</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>Find a case</source>
            <translation>查办件</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>今日</translation>
        </message>
        <message>
            <source>7 days</source>
            <translation>近 7 日</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>时段</translation>
        </message>
        <message>
            <source>Cases</source>
            <translation>办件</translation>
        </message>
        <message>
            <source>What happened</source>
            <translation>经过</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>材料页</translation>
        </message>
        <message>
            <source>Slips</source>
            <translation>单据</translation>
        </message>
        <message>
            <source>Slip as it is printed</source>
            <translation>单据样子</translation>
        </message>
        <message>
            <source>Print again</source>
            <translation>重打</translation>
        </message>
        <message numerus="yes">
            <source>%n step(s)</source>
            <translation>
                <numerusform>%n 步</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n page(s)</source>
            <translation>
                <numerusform>%n 页</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n slip(s)</source>
            <translation>
                <numerusform>%n 张</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>FinishLine</name>
        <message>
            <source>Finish at once</source>
            <translation>当场办结</translation>
        </message>
        <message>
            <source>Certificate number</source>
            <translation>证照编号</translation>
        </message>
        <message>
            <source>Finish</source>
            <translation>办结</translation>
        </message>
        <message>
            <source>Leave empty where nothing is handed out</source>
            <translation>不发证照的留空</translation>
        </message>
        <message>
            <source>Finish and hand out</source>
            <translation>办结并发证</translation>
        </message>
        <message>
            <source>Finish without certificate</source>
            <translation>办结，无证照</translation>
        </message>
    </context>
    <context>
        <name>HallPanel</name>
        <message>
            <source>Simulated hall</source>
            <translation>模拟大厅</translation>
        </message>
        <message>
            <source>Devices</source>
            <translation>设备</translation>
        </message>
        <message>
            <source>Break it</source>
            <translation>弄坏它</translation>
        </message>
        <message>
            <source>Printed slip</source>
            <translation>打出的单据</translation>
        </message>
        <message numerus="yes">
            <source>%n slip(s)</source>
            <translation>
                <numerusform>%n 张</numerusform>
            </translation>
        </message>
        <message>
            <source>No card</source>
            <translation>没有卡</translation>
        </message>
        <message>
            <source>Card on the reader</source>
            <translation>读卡器上</translation>
        </message>
        <message>
            <source>Nothing</source>
            <translation>没有纸</translation>
        </message>
        <message>
            <source>Under the camera</source>
            <translation>高拍仪下</translation>
        </message>
        <message>
            <source>Hands</source>
            <translation>动手</translation>
        </message>
        <message>
            <source>All right</source>
            <translation>正常</translation>
        </message>
        <message>
            <source>Hands off</source>
            <translation>不动手</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>Connected</source>
            <translation>接上</translation>
        </message>
        <message>
            <source>Pulled out</source>
            <translation>拔下</translation>
        </message>
        <message>
            <source>Paper from the printer</source>
            <translation>打印机出纸</translation>
        </message>
        <message>
            <source>Text message</source>
            <translation>手机收到的短信</translation>
        </message>
    </context>
    <context>
        <name>HandOutPage</name>
        <message>
            <source>Do it</source>
            <translation>确认</translation>
        </message>
        <message>
            <source>Leave it</source>
            <translation>放下</translation>
        </message>
    </context>
    <context>
        <name>HandOverPage</name>
        <message>
            <source>Hand-overs</source>
            <translation>交接</translation>
        </message>
        <message>
            <source>Papers</source>
            <translation>材料</translation>
        </message>
        <message>
            <source>Acknowledgements</source>
            <translation>两项确认</translation>
        </message>
        <message>
            <source>Hand-over slip</source>
            <translation>交接单</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>移出</translation>
        </message>
        <message>
            <source>Choose</source>
            <translation>选定</translation>
        </message>
        <message>
            <source>Paper is here</source>
            <translation>纸质已到</translation>
        </message>
    </context>
    <context>
        <name>Header</name>
        <message>
            <source>devices fine</source>
            <translation>设备正常</translation>
        </message>
        <message>
            <source>the others fine</source>
            <translation>其余正常</translation>
        </message>
        <message numerus="yes">
            <source>%n device(s) in trouble</source>
            <translation>
                <numerusform>%n 台设备有问题</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>offline, %n stored</source>
            <translation>
                <numerusform>离线，已存 %n 件</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n parked</source>
            <translation>
                <numerusform>%n 件停放</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n to send</source>
            <translation>
                <numerusform>%n 件待发</numerusform>
            </translation>
        </message>
        <message>
            <source>synchronised</source>
            <translation>已同步</translation>
        </message>
    </context>
    <context>
        <name>ItemPage</name>
        <message>
            <source>Name, pinyin initials or code</source>
            <translation>名称、拼音首字母或编码</translation>
        </message>
        <message>
            <source>Catalogue {0}</source>
            <translation>事项目录 {0}</translation>
        </message>
        <message>
            <source>Find an item</source>
            <translation>找事项</translation>
        </message>
        <message>
            <source>Items</source>
            <translation>事项</translation>
        </message>
        <message>
            <source>Sample catalogue, not for real cases</source>
            <translation>示例目录，不能用于真实办件</translation>
        </message>
        <message>
            <source>No item is chosen. Type a few letters and press Enter</source>
            <translation>还没有选事项。输几个字或拼音首字母，按 Enter 选定</translation>
        </message>
        <message>
            <source>Materials</source>
            <translation>材料</translation>
        </message>
        <message>
            <source>Next: materials</source>
            <translation>下一步：材料</translation>
        </message>
        <message>
            <source>Materials to hand in</source>
            <translation>要交的材料</translation>
        </message>
        <message>
            <source>Found</source>
            <translation>找到</translation>
        </message>
        <message numerus="yes">
            <source>%n item(s)</source>
            <translation>
                <numerusform>%n 项</numerusform>
            </translation>
        </message>
        <message>
            <source>Kept at top</source>
            <translation>常用</translation>
        </message>
        <message>
            <source>Used lately</source>
            <translation>最近用过</translation>
        </message>
        <message>
            <source>All items</source>
            <translation>全部事项</translation>
        </message>
        <message>
            <source>No item is chosen</source>
            <translation>还没有选事项</translation>
        </message>
        <message numerus="yes">
            <source>%n situation(s) to answer</source>
            <translation>
                <numerusform>还有 %n 个情形未选</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>KeyHelp</name>
        <message>
            <source>All keys</source>
            <translation>全部按键</translation>
        </message>
        <message>
            <source>Close  Esc</source>
            <translation>关闭  Esc</translation>
        </message>
    </context>
    <context>
        <name>Keys</name>
        <message>
            <source>Space</source>
            <translation>空格</translation>
        </message>
        <message>
            <source>All keys</source>
            <translation>全部按键</translation>
        </message>
        <message>
            <source>Choose item</source>
            <translation>选事项</translation>
        </message>
        <message>
            <source>Find</source>
            <translation>查找</translation>
        </message>
        <message>
            <source>Read card</source>
            <translation>读卡</translation>
        </message>
        <message>
            <source>Call next</source>
            <translation>叫号</translation>
        </message>
        <message>
            <source>Capture page</source>
            <translation>拍一页</translation>
        </message>
        <message>
            <source>Show sample</source>
            <translation>看样表</translation>
        </message>
        <message>
            <source>Print on A4 instead</source>
            <translation>改打 A4</translation>
        </message>
        <message>
            <source>Person matches card</source>
            <translation>人证一致</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>导出</translation>
        </message>
        <message>
            <source>Next step</source>
            <translation>下一步</translation>
        </message>
        <message>
            <source>Resume draft</source>
            <translation>继续暂存件</translation>
        </message>
        <message>
            <source>Put aside</source>
            <translation>暂存</translation>
        </message>
        <message>
            <source>Sign out</source>
            <translation>退出登录</translation>
        </message>
        <message>
            <source>Choose account</source>
            <translation>选账号</translation>
        </message>
        <message>
            <source>Take what was missing</source>
            <translation>收补交材料</translation>
        </message>
        <message>
            <source>Withdraw</source>
            <translation>撤回申请</translation>
        </message>
        <message>
            <source>Finish at once</source>
            <translation>当场办结</translation>
        </message>
        <message>
            <source>Reveal number</source>
            <translation>显示证号</translation>
        </message>
        <message>
            <source>Edit chip value</source>
            <translation>改芯片读数</translation>
        </message>
        <message>
            <source>Next field</source>
            <translation>下一项</translation>
        </message>
        <message>
            <source>Open page</source>
            <translation>换页面</translation>
        </message>
        <message>
            <source>Go to step</source>
            <translation>去这一步</translation>
        </message>
        <message>
            <source>Change item</source>
            <translation>换事项</translation>
        </message>
        <message>
            <source>Take item</source>
            <translation>选定</translation>
        </message>
        <message>
            <source>Keep at top</source>
            <translation>设为常用</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>答情形</translation>
        </message>
        <message>
            <source>Change material</source>
            <translation>换材料</translation>
        </message>
        <message>
            <source>Reorder pages</source>
            <translation>换页序</translation>
        </message>
        <message>
            <source>Remove page</source>
            <translation>删页</translation>
        </message>
        <message>
            <source>Paper only</source>
            <translation>只收纸质</translation>
        </message>
        <message>
            <source>Mark as missing</source>
            <translation>标为缺少</translation>
        </message>
        <message>
            <source>Rotate</source>
            <translation>旋转</translation>
        </message>
        <message>
            <source>Adjust corners</source>
            <translation>调四角</translation>
        </message>
        <message>
            <source>Auto capture on or off</source>
            <translation>自动拍开关</translation>
        </message>
        <message>
            <source>Both sides of a card on one page</source>
            <translation>证件两面合一页</translation>
        </message>
        <message>
            <source>Make two pages one again</source>
            <translation>两页合回一页</translation>
        </message>
        <message>
            <source>Scan from the scanner</source>
            <translation>扫描仪进纸</translation>
        </message>
        <message>
            <source>Learn the empty desk</source>
            <translation>空桌面学习</translation>
        </message>
        <message>
            <source>Import file</source>
            <translation>导入文件</translation>
        </message>
        <message>
            <source>Accept doubt</source>
            <translation>认可</translation>
        </message>
        <message>
            <source>Ask for it instead</source>
            <translation>改为补正</translation>
        </message>
        <message>
            <source>Decide</source>
            <translation>决定</translation>
        </message>
        <message>
            <source>Change slip</source>
            <translation>换单据</translation>
        </message>
        <message>
            <source>Print again</source>
            <translation>重打</translation>
        </message>
        <message>
            <source>On the other printer</source>
            <translation>另一台打印</translation>
        </message>
        <message>
            <source>Scan the signed page</source>
            <translation>扫回签名件</translation>
        </message>
        <message>
            <source>Change case</source>
            <translation>换件</translation>
        </message>
        <message>
            <source>Change period</source>
            <translation>换时段</translation>
        </message>
        <message>
            <source>Next slip</source>
            <translation>下一张单</translation>
        </message>
        <message>
            <source>Mark for several</source>
            <translation>选多件</translation>
        </message>
        <message>
            <source>Explain deadline</source>
            <translation>时限说明</translation>
        </message>
        <message>
            <source>Accept</source>
            <translation>受理</translation>
        </message>
        <message>
            <source>Refuse</source>
            <translation>不予受理</translation>
        </message>
        <message>
            <source>Ask for supplement</source>
            <translation>补正</translation>
        </message>
        <message>
            <source>Record call</source>
            <translation>记电话</translation>
        </message>
        <message>
            <source>Special procedure</source>
            <translation>特别程序</translation>
        </message>
        <message>
            <source>Extend</source>
            <translation>延期</translation>
        </message>
        <message>
            <source>Hand to section</source>
            <translation>转科室</translation>
        </message>
        <message>
            <source>Close case</source>
            <translation>办结</translation>
        </message>
        <message>
            <source>Return papers</source>
            <translation>退件</translation>
        </message>
        <message>
            <source>Look at the newest state</source>
            <translation>看最新状态</translation>
        </message>
        <message>
            <source>Do it again</source>
            <translation>再办一次</translation>
        </message>
        <message>
            <source>Take it back</source>
            <translation>收回</translation>
        </message>
        <message>
            <source>Filter by department</source>
            <translation>按部门筛选</translation>
        </message>
        <message>
            <source>Filter by item</source>
            <translation>按事项筛选</translation>
        </message>
        <message>
            <source>Filter by state</source>
            <translation>按状态筛选</translation>
        </message>
        <message>
            <source>Materials</source>
            <translation>材料</translation>
        </message>
        <message>
            <source>Documents</source>
            <translation>单据</translation>
        </message>
        <message>
            <source>Dealings</source>
            <translation>往来</translation>
        </message>
        <message>
            <source>Next page</source>
            <translation>下一页</translation>
        </message>
        <message>
            <source>Page before</source>
            <translation>上一页</translation>
        </message>
        <message>
            <source>Zoom</source>
            <translation>放大</translation>
        </message>
        <message>
            <source>Void document</source>
            <translation>作废单据</translation>
        </message>
        <message>
            <source>At the window</source>
            <translation>窗口领取</translation>
        </message>
        <message>
            <source>By locker</source>
            <translation>取件柜</translation>
        </message>
        <message>
            <source>By post</source>
            <translation>邮寄</translation>
        </message>
        <message>
            <source>Pickup code</source>
            <translation>取件码</translation>
        </message>
        <message>
            <source>Paper instead of card</source>
            <translation>没带身份证</translation>
        </message>
        <message>
            <source>Take out of locker</source>
            <translation>从柜取回</translation>
        </message>
        <message>
            <source>Nothing in the cell</source>
            <translation>格里没有</translation>
        </message>
        <message>
            <source>Still in the cell</source>
            <translation>还在格里</translation>
        </message>
        <message>
            <source>Cell works again</source>
            <translation>格已修好</translation>
        </message>
        <message>
            <source>Taken out with the key</source>
            <translation>已用钥匙取出</translation>
        </message>
        <message>
            <source>Keep a cell for a supplement</source>
            <translation>为补正留格</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>时段</translation>
        </message>
        <message>
            <source>By department</source>
            <translation>按部门</translation>
        </message>
        <message>
            <source>By window</source>
            <translation>按窗口</translation>
        </message>
        <message>
            <source>Open case</source>
            <translation>看办件</translation>
        </message>
        <message>
            <source>Change row</source>
            <translation>换一行</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>Take or leave out</source>
            <translation>选或不选</translation>
        </message>
        <message>
            <source>Change tab</source>
            <translation>换一栏</translation>
        </message>
        <message>
            <source>New</source>
            <translation>新增</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>Undo what was changed</source>
            <translation>恢复现行</translation>
        </message>
        <message>
            <source>Further up</source>
            <translation>上移</translation>
        </message>
        <message>
            <source>Further down</source>
            <translation>下移</translation>
        </message>
        <message>
            <source>Add material</source>
            <translation>加材料</translation>
        </message>
        <message>
            <source>Add question</source>
            <translation>加情形</translation>
        </message>
        <message>
            <source>New password or token</source>
            <translation>新口令或令牌</translation>
        </message>
        <message>
            <source>Disable or enable</source>
            <translation>停用或启用</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Sample picture</source>
            <translation>样表图片</translation>
        </message>
        <message>
            <source>No sample picture</source>
            <translation>不要样表</translation>
        </message>
        <message>
            <source>Working hours</source>
            <translation>办公时间</translation>
        </message>
        <message>
            <source>Change device</source>
            <translation>换设备</translation>
        </message>
        <message>
            <source>Self-test</source>
            <translation>自检</translation>
        </message>
        <message>
            <source>Look for devices</source>
            <translation>查找</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>再试</translation>
        </message>
        <message>
            <source>Guide</source>
            <translation>向导</translation>
        </message>
        <message>
            <source>Ignore</source>
            <translation>忽略</translation>
        </message>
        <message>
            <source>Change port</source>
            <translation>换端口</translation>
        </message>
        <message>
            <source>Set up what was found</source>
            <translation>登记找到的设备</translation>
        </message>
        <message>
            <source>Change entry</source>
            <translation>换条目</translation>
        </message>
        <message>
            <source>Choose side</source>
            <translation>选一边</translation>
        </message>
        <message>
            <source>Take all of this window</source>
            <translation>全用本窗口的</translation>
        </message>
        <message>
            <source>Take all of the centre</source>
            <translation>全用中心的</translation>
        </message>
        <message>
            <source>Ask the back office</source>
            <translation>问后台</translation>
        </message>
        <message>
            <source>Send again now</source>
            <translation>现在重发</translation>
        </message>
        <message>
            <source>Change message</source>
            <translation>换一条</translation>
        </message>
        <message>
            <source>Send again</source>
            <translation>重发</translation>
        </message>
        <message>
            <source>Count as sent</source>
            <translation>算已告知</translation>
        </message>
        <message>
            <source>Correct and send</source>
            <translation>改号码再发</translation>
        </message>
        <message>
            <source>Take along / paper is here</source>
            <translation>选定／纸质已到</translation>
        </message>
        <message>
            <source>Take all of this desk along</source>
            <translation>同一去向全选</translation>
        </message>
        <message>
            <source>One sheet fewer</source>
            <translation>少一张</translation>
        </message>
        <message>
            <source>One sheet more</source>
            <translation>多一张</translation>
        </message>
        <message>
            <source>Another receiver</source>
            <translation>换去向</translation>
        </message>
        <message>
            <source>Paper is missing</source>
            <translation>缺件</translation>
        </message>
        <message>
            <source>Paper is damaged</source>
            <translation>破损</translation>
        </message>
        <message>
            <source>Number of sheets differs</source>
            <translation>张数不符</translation>
        </message>
        <message>
            <source>Wrong paper</source>
            <translation>材料不符</translation>
        </message>
        <message>
            <source>Take papers back</source>
            <translation>收回</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>移出</translation>
        </message>
        <message>
            <source>Receive</source>
            <translation>接收</translation>
        </message>
        <message>
            <source>Follow up</source>
            <translation>跟进</translation>
        </message>
    </context>
    <context>
        <name>Loading</name>
        <message>
            <source>Cancel  Esc</source>
            <translation>取消  Esc</translation>
        </message>
    </context>
    <context>
        <name>MaterialsActs</name>
        <message>
            <source>Mark as missing</source>
            <translation>标为缺少</translation>
        </message>
        <message>
            <source>Next: review</source>
            <translation>下一步：初审</translation>
        </message>
    </context>
    <context>
        <name>MaterialsAside</name>
        <message>
            <source>Still to come</source>
            <translation>还缺</translation>
        </message>
        <message>
            <source>Automatic checks</source>
            <translation>自动检查</translation>
        </message>
        <message>
            <source>hints only</source>
            <translation>只作提示</translation>
        </message>
        <message>
            <source>Standard</source>
            <translation>受理标准</translation>
        </message>
        <message numerus="yes">
            <source>%n material(s)</source>
            <translation>
                <numerusform>%n 件</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n to look at again</source>
            <translation>
                <numerusform>%n 件存疑</numerusform>
            </translation>
        </message>
        <message>
            <source>, </source>
            <translation>，</translation>
        </message>
        <message>
            <source>nothing</source>
            <translation>已齐</translation>
        </message>
    </context>
    <context>
        <name>MaterialsPage</name>
        <message>
            <source>Back to the camera</source>
            <translation>回到拍照</translation>
        </message>
        <message>
            <source>Sample</source>
            <translation>样表</translation>
        </message>
        <message>
            <source>Tab and arrow keys move the corners, C lets go</source>
            <translation>Tab 换角，方向键移动，C 放开</translation>
        </message>
    </context>
    <context>
        <name>MessagesPage</name>
        <message>
            <source>Text messages</source>
            <translation>短信</translation>
        </message>
        <message>
            <source>Messages</source>
            <translation>短信</translation>
        </message>
        <message>
            <source>Right number</source>
            <translation>正确的手机号</translation>
        </message>
        <message>
            <source>Reason for the decision</source>
            <translation>处理理由</translation>
        </message>
        <message>
            <source>Count as sent</source>
            <translation>记为已发</translation>
        </message>
        <message>
            <source>Correct and send</source>
            <translation>更正并发送</translation>
        </message>
        <message>
            <source>Send again</source>
            <translation>重发</translation>
        </message>
    </context>
    <context>
        <name>OutboxPage</name>
        <message>
            <source>To send</source>
            <translation>待发</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>材料页</translation>
        </message>
        <message>
            <source>Parked</source>
            <translation>停放</translation>
        </message>
        <message>
            <source>Longest wait</source>
            <translation>最久</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>Synchronisation</source>
            <translation>同步</translation>
        </message>
        <message>
            <source>Entries</source>
            <translation>待发与已发</translation>
        </message>
        <message>
            <source>Send again now</source>
            <translation>现在重发</translation>
        </message>
        <message>
            <source>Kept on this computer; nothing is lost and nothing was overwritten</source>
            <translation>两边都保留着，没有丢失，也没有谁被覆盖</translation>
        </message>
    </context>
    <context>
        <name>PageFiles</name>
        <message>
            <source>Import pages</source>
            <translation>导入页面</translation>
        </message>
        <message>
            <source>Pictures and PDF</source>
            <translation>图片和 PDF</translation>
        </message>
    </context>
    <context>
        <name>RailButton</name>
        <message numerus="yes">
            <source>%n waiting</source>
            <translation>
                <numerusform>%n 件等待处理</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>RecipientPane</name>
        <message>
            <source>To hand out</source>
            <translation>待发放</translation>
        </message>
        <message>
            <source>Who takes it</source>
            <translation>领取人</translation>
        </message>
        <message>
            <source>Who brings the papers</source>
            <translation>谁来补交</translation>
        </message>
    </context>
    <context>
        <name>ReviewPage</name>
        <message>
            <source>Findings</source>
            <translation>初审结果</translation>
        </message>
        <message>
            <source>No item is chosen yet. </source>
            <translation>还没有选事项。</translation>
        </message>
        <message>
            <source>Go back to step 2</source>
            <translation>回到第 2 步选择</translation>
        </message>
        <message>
            <source>Retake</source>
            <translation>重拍</translation>
        </message>
        <message>
            <source>Confirm and print</source>
            <translation>确认并出单</translation>
        </message>
    </context>
    <context>
        <name>ReviewTable</name>
        <message>
            <source>Material</source>
            <translation>材料</translation>
        </message>
        <message>
            <source>Wanted</source>
            <translation>要求</translation>
        </message>
        <message>
            <source>Received</source>
            <translation>收到</translation>
        </message>
        <message>
            <source>Settled</source>
            <translation>处置</translation>
        </message>
    </context>
    <context>
        <name>RowView</name>
        <message>
            <source>Accept</source>
            <translation>认可</translation>
        </message>
        <message>
            <source>Retake</source>
            <translation>重拍</translation>
        </message>
        <message>
            <source>Ask for it</source>
            <translation>改为补正</translation>
        </message>
        <message>
            <source>Take it now</source>
            <translation>补拍</translation>
        </message>
    </context>
    <context>
        <name>Shell</name>
        <message>
            <source>This page</source>
            <translation>本页</translation>
        </message>
        <message>
            <source>Always</source>
            <translation>随时可用</translation>
        </message>
        <message>
            <source>Jumps</source>
            <translation>跳转</translation>
        </message>
    </context>
    <context>
        <name>SignBackLine</name>
        <message>
            <source>Scan the signed page</source>
            <translation>扫回签名件</translation>
        </message>
        <message>
            <source>By camera</source>
            <translation>用高拍仪</translation>
        </message>
        <message>
            <source>From a file</source>
            <translation>从文件</translation>
        </message>
        <message>
            <source>To come back signed: %1</source>
            <translation>待签名扫回：%1</translation>
        </message>
    </context>
    <context>
        <name>SignInPage</name>
        <message>
            <source>Clerk number</source>
            <translation>工号</translation>
        </message>
        <message>
            <source>Password</source>
            <translation>口令</translation>
        </message>
        <message>
            <source>New password</source>
            <translation>新口令</translation>
        </message>
        <message>
            <source>New password again</source>
            <translation>再输入一次新口令</translation>
        </message>
        <message>
            <source>Sign in</source>
            <translation>登录</translation>
        </message>
        <message>
            <source>Signing in</source>
            <translation>正在登录</translation>
        </message>
        <message>
            <source>Training accounts</source>
            <translation>培训账号</translation>
        </message>
    </context>
    <context>
        <name>SlipPage</name>
        <message>
            <source>No case is saved yet. </source>
            <translation>还没有保存的办件。</translation>
        </message>
        <message>
            <source>Confirm it in the review</source>
            <translation>先在初审确认</translation>
        </message>
        <message>
            <source>Slips</source>
            <translation>单据</translation>
        </message>
        <message>
            <source>Other slips waiting for the printer</source>
            <translation>其他办件等打印</translation>
        </message>
        <message>
            <source>Print again</source>
            <translation>重打</translation>
        </message>
        <message>
            <source>Print on A4</source>
            <translation>改打 A4</translation>
        </message>
        <message>
            <source>On the other printer</source>
            <translation>另一台打印</translation>
        </message>
        <message>
            <source>Next applicant</source>
            <translation>下一位</translation>
        </message>
        <message>
            <source>Print</source>
            <translation>打印</translation>
        </message>
        <message numerus="yes">
            <source>%n piece(s)</source>
            <translation>
                <numerusform>%n 张</numerusform>
            </translation>
        </message>
        <message>
            <source>Enter prints</source>
            <translation>Enter 打印</translation>
        </message>
    </context>
    <context>
        <name>SlipPanel</name>
        <message>
            <source>Slip as it is printed</source>
            <translation>单据原样</translation>
        </message>
        <message>
            <source>%1 mm paper, %2 of %3 slips</source>
            <translation>%1 mm 纸，第 %2 张，共 %3 张</translation>
        </message>
        <message>
            <source>Slips</source>
            <translation>单据</translation>
        </message>
    </context>
    <context>
        <name>StepButton</name>
        <message>
            <source>done</source>
            <translation>已完成</translation>
        </message>
        <message>
            <source>current</source>
            <translation>当前</translation>
        </message>
        <message>
            <source>to come</source>
            <translation>未到</translation>
        </message>
    </context>
    <context>
        <name>TraceCalendar</name>
        <message>
            <source>Mon</source>
            <translation>一</translation>
        </message>
        <message>
            <source>Tue</source>
            <translation>二</translation>
        </message>
        <message>
            <source>Wed</source>
            <translation>三</translation>
        </message>
        <message>
            <source>Thu</source>
            <translation>四</translation>
        </message>
        <message>
            <source>Fri</source>
            <translation>五</translation>
        </message>
        <message>
            <source>Sat</source>
            <translation>六</translation>
        </message>
        <message>
            <source>Sun</source>
            <translation>日</translation>
        </message>
    </context>
    <context>
        <name>WorkList</name>
        <message>
            <source>Cases by urgency</source>
            <translation>按紧急程度排的办件</translation>
        </message>
        <message>
            <source>Number, name, pinyin initials</source>
            <translation>编号、名称、拼音首字母</translation>
        </message>
        <message>
            <source>Waiting for the list</source>
            <translation>正在取列表</translation>
        </message>
    </context>
    <context>
        <name>YearCalendar</name>
        <message>
            <source>Month {0}</source>
            <translation>{0} 月</translation>
        </message>
    </context>
    <context>
        <name>_Beside</name>
        <message>
            <source>Window</source>
            <translation>窗口领取</translation>
        </message>
        <message>
            <source>Locker</source>
            <translation>取件柜</translation>
        </message>
        <message>
            <source>Post</source>
            <translation>邮寄</translation>
        </message>
        <message>
            <source>Way</source>
            <translation>方式</translation>
        </message>
        <message>
            <source>Signature</source>
            <translation>签名</translation>
        </message>
        <message>
            <source>Sign here; or on the printed receipt</source>
            <translation>在此签名，或在打印的回执上签</translation>
        </message>
    </context>
    <context>
        <name>_Checklist</name>
        <message>
            <source>Materials</source>
            <translation>材料</translation>
        </message>
        <message>
            <source>This item asks for nothing. </source>
            <translation>这个事项不需要材料。</translation>
        </message>
        <message>
            <source>Go on to the review</source>
            <translation>直接去初审</translation>
        </message>
    </context>
    <context>
        <name>_Counts</name>
        <message>
            <source>Formal review</source>
            <translation>形式初审</translation>
        </message>
        <message numerus="yes">
            <source>%n doubtful</source>
            <translation>
                <numerusform>存疑 %n</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n missing</source>
            <translation>
                <numerusform>缺 %n</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n complete</source>
            <translation>
                <numerusform>齐全 %n</numerusform>
            </translation>
        </message>
        <message>
            <source>Catalogue %1</source>
            <translation>事项目录 %1</translation>
        </message>
    </context>
    <context>
        <name>_DecisionPart</name>
        <message>
            <source>Decision</source>
            <translation>决定</translation>
        </message>
        <message>
            <source>Reason of the refusal</source>
            <translation>不予受理的理由</translation>
        </message>
        <message>
            <source>Reason and legal basis, as they are printed in the decision</source>
            <translation>写明理由与依据，照此印在决定书上</translation>
        </message>
        <message>
            <source>Saving</source>
            <translation>正在保存</translation>
        </message>
        <message>
            <source>Confirm</source>
            <translation>确认</translation>
        </message>
    </context>
    <context>
        <name>_Saved</name>
        <message>
            <source>Number</source>
            <translation>编号</translation>
        </message>
        <message>
            <source>Decided at the latest</source>
            <translation>最迟办结</translation>
        </message>
    </context>
</TS>
