import type { GuestTranslated } from '#platform/contract/texts.ts'
import type { ja } from './ja.ts'

export const zhHans: GuestTranslated<typeof ja> = {
  public: {
    title: '当前拥挤程度',
    free: '空位充足',
    some: '稍有拥挤',
    busy: '拥挤',
    unknown: '仅显示人数',
    people: '{count}人正在使用',
    note: '根据门禁记录统计，不显示姓名。',
  },
  errors: {
    in_the_future: '不能记录将来的时间，请输入实际发生的时间。',
    nobody_there: '该时间没有在馆记录，请确认时间。',
    struck_already: '此记录已被取消。',
    period_too_long: '请选择1至400天的期间，结束日不得早于开始日。',
    already_settled: '此门的情况已处理。',
  },
}
