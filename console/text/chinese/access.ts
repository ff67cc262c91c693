/** 访问控制、审计与安装。 */
export const access = {
  'audit.words': '账号中执行和被拒绝的一切操作。记录密封在签名的块中。',
  'audit.none': '没有记录',
  'audit.noneWords': '执行和被拒绝的操作记录在这里。',
  'audit.operation': '操作',
  'audit.result': '结果',
  'audit.user': '用户',
  'audit.nobody': '无',
  'audit.source': '来源',
  'audit.object': '对象',
  'audit.sealed': '密封',
  'audit.notYet': '尚未',
  'audit.older': '更早的记录',
} as const
