import { expect, test } from 'vitest'
import { organisationsOf } from './organisations.ts'

test('members of a consortium are told apart by their names', () => {
  const members = [
    '北海道美唄市',
    'ポートヘフナー株式会社',
    '(株)コミクリ',
    '（一社）遠野みらい創りカレッジ',
    '特定非営利活動法人HUBGUJO',
    '長野県',
    '北海道情報大学',
    '情報科学芸術大学院大学',
  ]
  const facts = { id: 'bibai', consortium: '美唄市', municipality: { code: '01215', name: '美唄市' }, members, hubs: [] }
  expect(organisationsOf(facts).map(({ name, kind }) => `${kind} ${name}`)).toEqual([
    'municipality 美唄市',
    'company ポートヘフナー株式会社',
    'company (株)コミクリ',
    'npo （一社）遠野みらい創りカレッジ',
    'npo 特定非営利活動法人HUBGUJO',
    'municipality 長野県',
    'other 北海道情報大学',
    'other 情報科学芸術大学院大学',
  ])
})
