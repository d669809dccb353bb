/** A hub full of doors for the pictures and the walk of screens: devices of every state, doors, cards, and an entry log of a day. */
import { randomUUID } from 'node:crypto'
import { addCard, issuePin } from '#modules/access/contract/credential/endpoints.ts'
import { addDoor, listDoors } from '#modules/access/contract/door/endpoints.ts'
import { listOwnHubs } from '#modules/hubs/contract/endpoints.ts'
import type { Product } from './product.ts'

export interface FurnishedHub {
  readonly hubId: string
  readonly doorId: string
  readonly deviceId: string
  /** What the code at the door leads to. */
  readonly doorPath: string
}

const doorNames: readonly (readonly [ja: string, en: string])[] = [
  ['正面玄関', 'Front entrance'],
  [
    '旧月夜野幼稚園園舎 1階 サテライトオフィス側 夜間通用口（関係者以外立入禁止）',
    'Night entrance of the former kindergarten, satellite office side (staff only)',
  ],
  ['サテライトオフィス 1F-1', 'Satellite office 1F-1'],
  ['2階 共用の席', 'Shared seats, second floor'],
  ['会議室', 'Meeting room'],
  ['倉庫', 'Store'],
]
const kinds = ['lock', 'reader', 'contact', 'motion', 'button', 'plug', 'meter', 'sensor'] as const

/** `isMany`: forty devices and three hundred passages; else what one door needs. Once a product. */
export async function furnishDoors(
  { app, cookieOf }: Product,
  { hubKey, isMany = false }: { hubKey: string; isMany?: boolean },
): Promise<FurnishedHub> {
  const [slug = ''] = hubKey.split('.')
  const operator = app.client({ cookie: await cookieOf(`operator@${slug}.example.jp`), language: 'ja' })
  const hubs = await operator(listOwnHubs, {})
  const hubId = hubs.items.find((hub) => hub.key === hubKey)?.id ?? ''
  const [{ consortium_id: tenant } = { consortium_id: '' }] = await app.sql<{ consortium_id: string }>(
    'select consortium_id from hubs.hub where id = $1',
    [hubId],
  )
  const now = app.clock.now().toString()
  const devices = Array.from({ length: isMany ? 40 : 2 }, (_, index) => {
    const kind = kinds[isMany ? Math.floor(index / 6) % kinds.length : index] ?? 'sensor'
    const name = !isMany
      ? `正面玄関の${kind === 'lock' ? '電子錠' : '読取機'}`
      : index === 3
        ? 'サテライトオフィス側夜間通用口の電子錠（二重扉の外側・電池式・予備の鍵は事務室）'
        : `${kind.toUpperCase()}-${index + 1}`
    return { id: randomUUID(), kind, name, index }
  })
  for (const { id, kind, name, index } of devices) {
    const isSilent = isMany && index % 13 === 7
    await app.sql(
      `insert into devices.device (consortium_id, id, hub_id, name, kind, driver, config, status, manufacturer, model, firmware, claimed_at, created_at, changed_at)
       values ($1, $2, $3, $4, $5, 'hiroba', '{}', $6, '見本製作所', 'S-1', '1.0.0', $7, $7, $7)`,
      [tenant, id, hubId, name, kind, isMany && index % 17 === 16 ? 'blocked' : 'active', now],
    )
    await app.sql(
      `insert into devices.health (consortium_id, device_id, hub_id, last_seen_at, silent_since, battery_percent, is_battery_low, clock_skew_ms)
       values ($1, $2, $3, $4::timestamptz - $5::interval, case when $6 then $4::timestamptz end, $7, $8, $9)`,
      [
        tenant,
        id,
        hubId,
        now,
        isSilent ? '7 hours' : `${index} seconds`,
        isSilent,
        (index * 37) % 100,
        (index * 37) % 100 < 15,
        index % 9 === 4 ? 95_000 : 0,
      ],
    )
  }
  const of = (kind: string) => devices.filter((device) => device.kind === kind)
  const made: string[] = []
  for (const [index, [ja, en]] of doorNames.slice(0, isMany ? doorNames.length : 1).entries()) {
    const [lock, reader] = [of('lock')[index], of('reader')[index]]
    const door = await operator(addDoor, {
      params: { hubId },
      body: {
        names: { ja, en },
        lockDeviceId: lock?.id ?? null,
        readers: reader === undefined ? [] : [{ deviceId: reader.id, direction: 'in' }],
        contactDeviceId: of('contact')[index]?.id ?? null,
        ...(index === 1
          ? {
              pinPeriods: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], fromMinute: 22 * 60, toMinute: 7 * 60 }],
              needsPasskey: true,
              nearCountsAsFactor: true,
            }
          : {}),
      },
      idempotencyKey: randomUUID(),
    })
    made.push(door.id)
  }
  const people = await app.sql<{ id: string }>(
    `select u.id from auth."user" u join people.membership m on m.account_id = u.id where m.consortium_id = $1 order by u.email limit 12`,
    [tenant],
  )
  for (const [index, { id }] of people.slice(0, isMany ? 10 : 2).entries()) {
    await operator(addCard, {
      params: { hubId },
      body: {
        accountId: id,
        card: { number: `0114b34d2f91${String(1_000 + index)}` },
        label: index === 2 ? '役場から借りている職員証（裏面に資産番号 2026-000123 のシールあり）' : '白いカード',
      },
      idempotencyKey: randomUUID(),
    })
    if (index % 3 === 0) await operator(issuePin, { params: { hubId }, body: { accountId: id } })
  }
  const reasons = [
    'granted',
    'granted',
    'granted',
    'exit',
    'too_early',
    'unknown_credential',
    'no_grant',
    'credential_lost',
    'pin_wrong',
    'granted',
  ]
  for (let index = 0; index < (isMany ? 300 : 12); index++) {
    const reason = reasons[index % reasons.length] ?? 'granted'
    const isOpen = reason === 'granted' || reason === 'exit'
    const person = reason === 'unknown_credential' ? undefined : people[index % people.length]
    await app.sql(
      `insert into access.passage (consortium_id, id, hub_id, door_id, device_id, at, time_quality, direction, is_open, reason, subject_kind, subject_id,
         account_id, source_kind, factors, rules_version, is_offline, stored_at)
       values ($1, $2, $3, $4, $5, $6::timestamptz - $7::interval, $8, $9, $10, $11, $12, $13, $13, $14, $15, 1, $16, $6)`,
      [
        tenant,
        randomUUID(),
        hubId,
        made[index % made.length],
        devices[0]?.id,
        now,
        `${index * 3} minutes`,
        index % 23 === 5 ? 'doubtful' : 'edge',
        reason === 'exit' ? 'out' : 'in',
        isOpen,
        reason,
        person === undefined ? null : 'person',
        person?.id ?? null,
        reason === 'granted' ? 'booking' : null,
        reason === 'pin_wrong' ? ['pin'] : index % 4 === 0 ? ['card', 'pin'] : ['card'],
        index % 19 === 3,
      ],
    )
  }
  await app.settle()
  const { items } = await operator(listDoors, { params: { hubId } })
  const first = items.find((door) => door.id === made[0])
  const { pathname, hash } = new URL(first?.qrUrl ?? 'http://none/')
  return { hubId, doorId: made[isMany ? 1 : 0] ?? '', deviceId: devices[isMany ? 3 : 0]?.id ?? '', doorPath: pathname + hash }
}
