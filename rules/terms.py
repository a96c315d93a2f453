"""The field's standard terms: functions, columns, levels, roles and guide elements, with their Chinese names."""

from __future__ import annotations

from typing import Final

FUNCTIONS: Final = {
    "guide": "办事指南",
    "form": "表格下载",
    "consult": "网上咨询",
    "apply": "网上申请",
    "feedback": "结果反馈",
}
COLUMNS: Final = {
    "petition": "网上信访",
    "mailbox": "领导信箱",
    "interview": "在线访谈",
    "consultation": "咨询投诉",
    "opinion": "征集调查",
}
LEVEL_NAMES: Final = {0: "未提供", 1: "有名无实", 2: "可用", 3: "有效"}
#: Functions a channel for all items can serve; the other three exist per item only.
CHANNEL_FUNCTIONS: Final = ("consult", "feedback")
#: The ten guide elements in the order of the official list.
ELEMENTS: Final = (
    "事项名称",
    "设定依据",
    "申请条件",
    "办理材料",
    "办理地点",
    "办理机构",
    "收费标准",
    "办理时间",
    "联系电话",
    "办理流程",
)
TIME_LIMIT: Final = "办结时限"
ROLES: Final = (
    "home",
    "service_hall",
    "service_list",
    "guide",
    "form_list",
    "apply_entry",
    "status_query",
    "result_list",
    "consult_form",
    "consult_list",
    "mailbox",
    "petition",
    "interview",
    "opinion",
    "disclosure",
    "news",
    "login",
    "search",
    "error",
    "other",
)
