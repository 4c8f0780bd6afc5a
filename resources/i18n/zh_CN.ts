<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
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
        <name>Header</name>
        <message>
            <source>devices fine</source>
            <translation>设备正常</translation>
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
            <translation>看样本</translation>
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
            <source>Put aside</source>
            <translation>暂存</translation>
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
            <source>Change case</source>
            <translation>换件</translation>
        </message>
        <message>
            <source>Explain deadline</source>
            <translation>时限说明</translation>
        </message>
        <message>
            <source>Ask for supplement</source>
            <translation>补正</translation>
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
            <source>Next page</source>
            <translation>下一页</translation>
        </message>
        <message>
            <source>Zoom</source>
            <translation>放大</translation>
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
    </context>
    <context>
        <name>Loading</name>
        <message>
            <source>Cancel  Esc</source>
            <translation>取消  Esc</translation>
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
</TS>
