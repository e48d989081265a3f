"""Tables two and three of the 2019 edition of the form, written out by hand; table four is that of `form_tables`.

The cells are written as in `form_tables`. Nothing here is taken from the library.
"""

DATA = None

# 信息内容 and three numbers.
THREE = [(DATA, 1, 1)] * 3

# Section two: 4 grid columns, 18 rows, 22 data cells.
TABLE_TWO = [
    [("第二十条第（一）项", 1, 4)],
    [("信息内容", 1, 1), ("本年新制作数量", 1, 1), ("本年新公开数量", 1, 1), ("对外公开总数量", 1, 1)],
    [("规章", 1, 1), *THREE],
    [("规范性文件", 1, 1), *THREE],
    [("第二十条第（五）项", 1, 4)],
    [("信息内容", 1, 1), ("上一年项目数量", 1, 1), ("本年增/减", 1, 1), ("处理决定数量", 1, 1)],
    [("行政许可", 1, 1), *THREE],
    [("其他对外管理服务事项", 1, 1), *THREE],
    [("第二十条第（六）项", 1, 4)],
    [("信息内容", 1, 1), ("上一年项目数量", 1, 1), ("本年增/减", 1, 1), ("处理决定数量", 1, 1)],
    [("行政处罚", 1, 1), *THREE],
    [("行政强制", 1, 1), *THREE],
    [("第二十条第（八）项", 1, 4)],
    [("信息内容", 1, 1), ("上一年项目数量", 1, 1), ("本年增/减", 1, 2)],
    [("行政事业性收费", 1, 1), (DATA, 1, 1), (DATA, 1, 2)],
    [("第二十条第（九）项", 1, 4)],
    [("信息内容", 1, 1), ("采购项目数量", 1, 1), ("采购总金额", 1, 2)],
    [("政府集中采购", 1, 1), (DATA, 1, 1), (DATA, 1, 2)],
]

# 自然人, 商业企业, 科研机构, 社会公益组织, 法律服务机构, 其他, 总计
SEVEN = [(DATA, 1, 1)] * 7

# Section three: 10 grid columns, 26 rows (3 of header), 161 data cells.
TABLE_THREE = [
    [
        ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
        ("申请人情况", 1, 7),
    ],
    [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
    [
        ("商业企业", 1, 1),
        ("科研机构", 1, 1),
        ("社会公益组织", 1, 1),
        ("法律服务机构", 1, 1),
        ("其他", 1, 1),
    ],
    [("一、本年新收政府信息公开申请数量", 1, 3), *SEVEN],
    [("二、上年结转政府信息公开申请数量", 1, 3), *SEVEN],
    [("三、本年度办理结果", 20, 1), ("（一）予以公开", 1, 2), *SEVEN],
    [("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 1, 2), *SEVEN],
    [("（三）不予公开", 8, 1), ("1.属于国家秘密", 1, 1), *SEVEN],
    [("2.其他法律行政法规禁止公开", 1, 1), *SEVEN],
    [("3.危及“三安全一稳定”", 1, 1), *SEVEN],
    [("4.保护第三方合法权益", 1, 1), *SEVEN],
    [("5.属于三类内部事务信息", 1, 1), *SEVEN],
    [("6.属于四类过程性信息", 1, 1), *SEVEN],
    [("7.属于行政执法案卷", 1, 1), *SEVEN],
    [("8.属于行政查询事项", 1, 1), *SEVEN],
    [("（四）无法提供", 3, 1), ("1.本机关不掌握相关政府信息", 1, 1), *SEVEN],
    [("2.没有现成信息需要另行制作", 1, 1), *SEVEN],
    [("3.补正后申请内容仍不明确", 1, 1), *SEVEN],
    [("（五）不予处理", 5, 1), ("1.信访举报投诉类申请", 1, 1), *SEVEN],
    [("2.重复申请", 1, 1), *SEVEN],
    [("3.要求提供公开出版物", 1, 1), *SEVEN],
    [("4.无正当理由大量反复申请", 1, 1), *SEVEN],
    [("5.要求行政机关确认或重新出具已获取信息", 1, 1), *SEVEN],
    [("（六）其他处理", 1, 2), *SEVEN],
    [("（七）总计", 1, 2), *SEVEN],
    [("四、结转下年度继续办理", 1, 3), *SEVEN],
]

# Address on the form -> attribute path: all of table two in the order of print, and of table three the one row that is
# not as on the form of 2021.
ADDRESSES = {
    "表二·规章·本年新制作数量": "proactive.rules.made",
    "表二·规章·本年新公开数量": "proactive.rules.disclosed",
    "表二·规章·对外公开总数量": "proactive.rules.disclosed_in_all",
    "表二·规范性文件·本年新制作数量": "proactive.normative_documents.made",
    "表二·规范性文件·本年新公开数量": "proactive.normative_documents.disclosed",
    "表二·规范性文件·对外公开总数量": "proactive.normative_documents.disclosed_in_all",
    "表二·行政许可·上一年项目数量": "proactive.licensing.last_year",
    "表二·行政许可·本年增/减": "proactive.licensing.change",
    "表二·行政许可·处理决定数量": "proactive.licensing.decisions",
    "表二·其他对外管理服务事项·上一年项目数量": "proactive.other_services.last_year",
    "表二·其他对外管理服务事项·本年增/减": "proactive.other_services.change",
    "表二·其他对外管理服务事项·处理决定数量": "proactive.other_services.decisions",
    "表二·行政处罚·上一年项目数量": "proactive.penalties.last_year",
    "表二·行政处罚·本年增/减": "proactive.penalties.change",
    "表二·行政处罚·处理决定数量": "proactive.penalties.decisions",
    "表二·行政强制·上一年项目数量": "proactive.compulsion.last_year",
    "表二·行政强制·本年增/减": "proactive.compulsion.change",
    "表二·行政强制·处理决定数量": "proactive.compulsion.decisions",
    "表二·行政事业性收费·上一年项目数量": "proactive.fees.last_year",
    "表二·行政事业性收费·本年增/减": "proactive.fees.change",
    "表二·政府集中采购·采购项目数量": "proactive.procurement.projects",
    "表二·政府集中采购·采购总金额": "proactive.procurement.amount",
    "表三·三（六）·自然人": "requests.outcomes.otherwise_closed.natural_persons",
    "表三·三（六）·商业企业": "requests.outcomes.otherwise_closed.enterprises",
    "表三·三（六）·科研机构": "requests.outcomes.otherwise_closed.research_institutions",
    "表三·三（六）·社会公益组织": "requests.outcomes.otherwise_closed.public_interest_organizations",
    "表三·三（六）·法律服务机构": "requests.outcomes.otherwise_closed.legal_service_institutions",
    "表三·三（六）·其他": "requests.outcomes.otherwise_closed.others",
    "表三·三（六）·总计": "requests.outcomes.otherwise_closed.total",
}
