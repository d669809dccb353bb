/**
 * The demonstration that a first start fills in: the eleven real consortia, what is assumed of them, invented people
 * and a day of bookings. Only into an empty database; a start that is cut in the middle goes on where it was.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createDemoBookings, createDemoVisit, type DemoBookingsInput } from '#modules/bookings/server/index.ts'
import { createDemoDevices, type DemoDevice } from '#modules/devices/server/index.ts'
import { acceptDemoMutualUse, createDemoPlan, importFacts, proposeDemoMutualUse, type DemoPlan } from '#modules/hubs/server/index.ts'
import { createDemoPresence } from '#modules/presence/server/index.ts'
import { createDemoPeople, createDemoTerms, demoPassword, readSetup, setupCode, type DemoTerms } from '#modules/people/server/index.ts'
import { installationId } from '#platform/server/database.ts'
import type { Program } from '#platform/server/program.ts'

export type DemoState =
  /** The demonstration is in the database; these accounts show its sides. */
  | {
      readonly kind: 'demo'
      readonly password: string
      /** Where it lives. */
      readonly hub: string
      readonly accounts: readonly { readonly mail: string; readonly role: 'operator' | 'admin' | 'member' | 'officer' }[]
    }
  /** Nobody is there yet: the first-run page makes the first administrator, with this code where it is asked for. */
  | { readonly kind: 'empty'; readonly code: string }
  | { readonly kind: 'none' }

const folder = join(import.meta.dirname, '../../database/demo')
const by = { name: 'demo', requestId: 'demo' }
const shown = 'minakami'
const livelyHub = 'minakami.tsukiyono'
/** Has an agreement of mutual use with it. */
const partner = 'takaoka'

/** Invented travellers. */
const guests = ['見本 渉', 'Alex Sample', '例示 桜', '仮名 旅人', 'Kim Example', '架空 海']

/** What a town asks of those who use its rooms. */
const money = {
  conditions: [
    '許可を受けた目的以外に利用しないこと。',
    '利用の権利を他の人に譲り、または転貸しないこと。',
    '利用の後は、清掃をして元のとおりに戻すこと。',
    '設備や備品を壊したときは、直ちに係員に申し出ること。',
  ].join('\n'),
  conditionsEn: [
    'Use the place for the permitted purpose only.',
    'Do not pass the permit on to others.',
    'Leave the place as you found it.',
  ].join('\n'),
}

/** Said with the agreement of mutual use. */
const agreement = {
  asked: '互いの会員が、出張や滞在のときに使えるように、相互利用をお願いします。',
  answered: 'こちらこそ、よろしくお願いします。',
  purpose: '出張',
}

/** At the entrance of the first hub. */
const entrance: readonly DemoDevice[] = [
  { kind: 'lock', name: '正面玄関の錠', manufacturer: '見本製作所', model: 'L-1' },
  { kind: 'reader', name: '正面玄関のカードリーダー', manufacturer: '見本製作所', model: 'R-1' },
  { kind: 'contact', name: '正面玄関の開閉センサー', manufacturer: '見本製作所', model: 'C-1' },
]

/** What visitors forget. */
const lost = [
  { what: '黒い折りたたみ傘', place: '入口の傘立て', marks: '柄に青いテープ', keptAt: '窓口の棚', daysAgo: 1 },
  { what: '充電器（USB-C）', place: '共用の席', marks: '白、名前のシールあり', keptAt: '窓口の引き出し', daysAgo: 4 },
]

const registrations = [
  {
    name: '見本合唱団',
    kana: 'ミホンガッショウダン',
    representative: '見本 花子',
    membersCount: 24,
    residentsCount: 21,
    purpose: '合唱の練習',
    state: 'accepted',
  },
  {
    name: '例示囲碁の会',
    kana: 'レイジイゴノカイ',
    representative: '例示 次郎',
    membersCount: 12,
    residentsCount: 9,
    purpose: '囲碁の例会',
    state: 'asked',
  },
  {
    name: '架空ダンスサークル',
    kana: 'カクウダンスサークル',
    representative: '架空 実',
    membersCount: 8,
    residentsCount: 3,
    purpose: 'ダンスの練習',
    state: 'returned',
    reason: '名簿の添付をお願いします。',
  },
] as const

/** Any number that nothing else uses as an advisory lock: of two servers that start on an empty database, one fills it. */
const lockKey = 7_405_210

export async function fillDemo(program: Program, isWanted: boolean): Promise<DemoState> {
  const client = await program.database.pool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey])
    return await fillAlone(program, isWanted)
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lockKey]).catch(() => {})
    client.release()
  }
}

async function fillAlone(program: Program, isWanted: boolean): Promise<DemoState> {
  const [isSetUp, state] = await program.runInTenant(installationId, by, async (scope) => {
    const [row] = await scope.prepared<{ value: string }>(
      'demo_state',
      `select value #>> '{}' as value from platform.setting where consortium_id = $1 and key = 'demo'`,
      [installationId],
    )
    return [(await readSetup(scope)).isSetUp, row?.value] as const
  })
  if (state === 'done') return demoAccounts()
  if (state === undefined && isSetUp) return { kind: 'none' }
  if (state === undefined && !isWanted)
    return { kind: 'empty', code: await program.runInTenant(installationId, by, async (scope) => setupCode(scope)) }

  await writeState(program, 'started')
  const [facts, overlay, planText, planPicture, termsText] = await Promise.all([
    readFile(join(folder, 'furusato-hubs-fy2016.json')),
    readFile(join(folder, 'overlay.json'), 'utf8'),
    readFile(join(folder, 'plan.json'), 'utf8'),
    readFile(join(folder, 'plan.png')),
    readFile(join(folder, 'terms.json'), 'utf8'),
  ])
  const plan = JSON.parse(planText) as DemoPlan
  const terms = JSON.parse(termsText) as DemoTerms
  await importFacts(program.runInTenants, facts, { isDryRun: false, overlay })
  const { policies } = (JSON.parse(overlay) as { bookings: { policies: DemoBookingsInput['policies'] } }).bookings
  const document = JSON.parse(String(facts)) as FactsNames
  const keys = new Map(document.consortia.map((one) => [one.id, one.hubs.map((hub) => `${one.id}.${hub.id}`)]))
  const municipalities = new Map(document.consortia.map((one) => [one.id, `${one.municipality.prefecture ?? ''}${one.municipality.name}`]))
  const peopleOf = new Map<string, { consortiumId: string; person: Visitor | undefined }>()
  for (const tenant of await program.database.query<{ id: string; slug: string }>(
    'demo_tenants',
    'select id, slug from platform.tenant order by slug',
  )) {
    await program.runInTenant(tenant.id, by, async (scope) => {
      if (plan.hub.startsWith(`${tenant.slug}.`)) await createDemoPlan(scope, plan, planPicture)
      const people = await createDemoPeople(scope, { slug: tenant.slug, municipality: municipalities.get(tenant.slug) ?? tenant.slug })
      await createDemoTerms(scope, terms, people)
      peopleOf.set(tenant.slug, { consortiumId: tenant.id, person: people.find(({ roles }) => roles.includes('member')) })
      await createDemoBookings(scope, {
        hubKeys: keys.get(tenant.slug) ?? [],
        policies,
        people: people.filter(({ roles }) => roles.includes('member')),
        guests,
        money,
        registrations,
        lost,
        // months of figures for the consortium that the accounts belong to; for all of them the first start would take its time
        ...(tenant.slug === shown ? { pastDays: 120 } : {}),
      })
      const [firstHub] = keys.get(tenant.slug) ?? []
      if (tenant.slug === shown && firstHub !== undefined) await createDemoDevices(scope, firstHub, entrance)
      if (tenant.slug === shown)
        for (const hubKey of keys.get(tenant.slug) ?? [])
          await createDemoPresence(scope, {
            hubKey,
            accountIds: people
              .toSorted((a, b) => Number(b.roles.includes('member')) - Number(a.roles.includes('member')))
              .map(({ accountId }) => accountId),
          })
    })
  }
  const [one, other] = [peopleOf.get(shown), peopleOf.get(partner)]
  if (one !== undefined && other !== undefined) await agree(program, { one, other, keys })
  await writeState(program, 'done')
  return demoAccounts()
}

interface Visitor {
  readonly accountId: string
  readonly name: string
  readonly mail: string
}

interface Side {
  readonly consortiumId: string
  readonly person: Visitor | undefined
}

/** An agreement of mutual use between two of them, and a booking each way. */
async function agree(
  program: Program,
  { one, other, keys }: { one: Side; other: Side; keys: ReadonlyMap<string, readonly string[]> },
): Promise<void> {
  await program.runInTenants(by, async (visit) => {
    const mutualUseId = await visit(one.consortiumId, (scope) =>
      proposeDemoMutualUse(scope, { partnerKey: partner, message: agreement.asked }),
    )
    if (mutualUseId === undefined) return
    await visit(other.consortiumId, (scope) => acceptDemoMutualUse(scope, { mutualUseId, message: agreement.answered }))
    const [shownHub, partnerHub] = [keys.get(shown)?.[0], keys.get(partner)?.[0]]
    const { person: there } = one
    const { person: here } = other
    if (there !== undefined && partnerHub !== undefined)
      await visit(other.consortiumId, (scope) =>
        createDemoVisit(scope, {
          hubKey: partnerHub,
          homeConsortiumId: one.consortiumId,
          person: there,
          daysAhead: 2,
          purpose: agreement.purpose,
        }),
      )
    if (here !== undefined && shownHub !== undefined)
      await visit(one.consortiumId, (scope) =>
        createDemoVisit(scope, {
          hubKey: shownHub,
          homeConsortiumId: other.consortiumId,
          person: here,
          daysAhead: 3,
          purpose: agreement.purpose,
        }),
      )
  })
}

interface FactsNames {
  readonly consortia: readonly {
    readonly id: string
    readonly hubs: readonly { readonly id: string }[]
    readonly municipality: { readonly prefecture?: string; readonly name: string }
  }[]
}

function demoAccounts(): DemoState {
  return {
    kind: 'demo',
    password: demoPassword,
    hub: livelyHub,
    accounts: (['operator', 'admin', 'member', 'officer'] as const).map((role) => ({ role, mail: `${role}@${shown}.example.jp` })),
  }
}

async function writeState(program: Program, state: 'started' | 'done'): Promise<void> {
  await program.runInTenant(installationId, by, async (scope) => {
    await scope.prepared(
      'demo_mark',
      `insert into platform.setting (consortium_id, key, value) values ($1, 'demo', to_jsonb($2::text))
       on conflict (consortium_id, key) do update set value = excluded.value, updated_at = now()`,
      [installationId, state],
    )
  })
}
