/**
 * Two consortia alike, each with a hub, records of every kind and people of every role: what the walk attacks.
 * Made by calling endpoints, so that it is what the program itself would make. A new kind of record is one line in `ids`.
 */
import { randomUUID } from 'node:crypto'
import { addDevice as addHubDevice } from '#modules/devices/contract/endpoints.ts'
import {
  addDevice,
  addKiosk,
  addReduction,
  applyForLottery,
  callDesk,
  closePlace,
  lendUnit,
  listKioskCalls,
  addLeaseEntry,
  makeLease,
  makeLottery,
  registerLostItem,
  askForRecords,
  askToWaitAsGuest,
  bookAsGuest,
  bookAsVisitor,
  bookSeries,
  bookSpace,
  makeOwnFeed,
} from '#modules/bookings/contract/endpoints.ts'
import {
  closeDay,
  getMoneyRule,
  getPayment,
  issueInvoice,
  setMoneyRule,
  takePayment,
  waiveFee,
} from '#modules/bookings/contract/payment/endpoints.ts'
import { askRegistration } from '#modules/bookings/contract/registration/endpoints.ts'
import * as hubs from '#modules/hubs/contract/endpoints.ts'
import * as people from '#modules/people/contract/endpoints.ts'
import { roles, type Role } from '#platform/contract/permissions.ts'
import type { TestApp } from '#platform/testkit/app.ts'
import { makeDoor } from './world-doors.ts'
import type { Side, WalkOptions, World } from './walk.ts'

/** Far enough ahead to be open, near enough to be bookable. */
const startOfDay = (daysAhead: number): Temporal.ZonedDateTime =>
  Temporal.Now.zonedDateTimeISO('Asia/Tokyo').startOfDay().add({ days: daysAhead })
const hourOf = (daysAhead: number, hour: number): string => startOfDay(daysAhead).with({ hour }).toInstant().toString()

/** The smallest picture there is: one grey pixel. */
const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64')

export async function makeWorld(app: TestApp): Promise<World> {
  const partner = await makePartner(app, 'walk-c')
  const a = await makeSide(app, 'walk-a', partner)
  const b = await makeSide(app, 'walk-b', partner)
  return { a, b, nobody: (await app.createAccount()).cookie }
}

interface Member {
  readonly cookie: string
  readonly membershipId: string
}

/** A third consortium that has an agreement of mutual use with each of the two, and nothing else to do with them. */
interface Partner {
  readonly slug: string
  readonly admin: ReturnType<TestApp['client']>
  /** The cookie of a member. */
  member(): Promise<string>
}

async function makePartner(app: TestApp, slug: string): Promise<Partner> {
  const tenant = await app.createTenant(slug)
  await app.sql('insert into hubs.consortium (consortium_id, names) values ($1, $2)', [tenant.id, { ja: slug }])
  const person = async (role: Role): Promise<string> => {
    const { accountId, mail, cookie } = await app.createAccount()
    await app.sql(
      `insert into people.membership (consortium_id, account_id, roles, status, mail, family_name, given_name, search, sort_key)
       values ($1, $2, $3, 'active', $4, '例示', '次郎', '', '')`,
      [tenant.id, accountId, [role], mail],
    )
    return cookie
  }
  const cookie = await person('admin')
  const admin = app.client({ cookie })
  await makeHub(app, admin, cookie)
  return { slug, admin, member: () => person('member') }
}

/** Proposed here and accepted there, from today on. */
async function agree(admin: ReturnType<TestApp['client']>, partner: Partner): Promise<string> {
  const { id } = await admin(hubs.proposeMutualUse, {
    body: {
      partnerKey: partner.slug,
      hubKeys: null,
      fromOn: startOfDay(0).toPlainDate().toString(),
      untilOn: null,
      who: 'members',
      priceClass: 'member',
      mostPerMonth: null,
    },
  })
  await partner.admin(hubs.answerMutualUse, { params: { mutualUseId: id }, body: { version: 1, isAccepted: true, hubKeys: null } })
  return id
}

async function makeSide(app: TestApp, slug: string, partner: Partner): Promise<Side> {
  const tenant = await app.createTenant(slug)
  await app.sql('insert into hubs.consortium (consortium_id, names) values ($1, $2)', [tenant.id, { ja: slug }])

  const member = async (role: Role, organisationId: string | null): Promise<Member> => {
    const { accountId, mail, cookie } = await app.createAccount()
    const [row] = await app.sql<{ id: string }>(
      `insert into people.membership (consortium_id, account_id, organisation_id, roles, status, mail, family_name, given_name, search, sort_key)
       values ($1, $2, $3, $4, 'active', $5, '見本', '花子', '', '') returning id`,
      [tenant.id, accountId, organisationId, [role], mail],
    )
    return { cookie, membershipId: row?.id ?? '' }
  }

  const admin = app.client({ cookie: (await member('admin', null)).cookie })
  const own = await admin(people.addOrganisation, { body: { kind: 'company', name: `${slug} one` } })
  const other = await admin(people.addOrganisation, { body: { kind: 'company', name: `${slug} two` } })
  const peopleOf = async (organisationId: string): Promise<Record<Role, Member>> =>
    Object.fromEntries(await Promise.all(roles.map(async (role) => [role, await member(role, organisationId)] as const))) as Record<
      Role,
      Member
    >
  const members = await peopleOf(own.id)
  const colleagues = await peopleOf(other.id)

  const hub = await makeHub(app, admin, members.admin.cookie)
  const hubKey = `${slug}.hub`
  const mutualUseId = await agree(admin, partner)
  const visitor = await partner.member()
  const visit = await app.client({ cookie: visitor })(bookAsVisitor, {
    params: { hubKey },
    body: { what: { kind: 'seat', spaceId: hub.spaceId }, startsAt: hourOf(8, 10), endsAt: hourOf(8, 11), consent: true },
  })

  const booking = await app.client({ cookie: members.member.cookie })(bookSpace, {
    body: { what: { kind: 'seat', spaceId: hub.spaceId }, startsAt: hourOf(3, 10), endsAt: hourOf(3, 11) },
  })
  const series = await app.client({ cookie: members.member.cookie })(bookSeries, {
    body: { what: { kind: 'seat', spaceId: hub.spaceId }, ...seriesTimes() },
  })
  // all seats of an hour, and a stranger who waits for one
  await app.client({ cookie: members.member.cookie })(bookSpace, {
    body: { what: { kind: 'seat', spaceId: hub.spaceId, count: 4 }, startsAt: hourOf(6, 10), endsAt: hourOf(6, 11), partySize: 4 },
  })
  const waiting = await app.client()(askToWaitAsGuest, {
    params: { hubKey },
    body: {
      what: { kind: 'seat', spaceId: hub.spaceId },
      from: hourOf(6, 10),
      to: hourOf(6, 11),
      guest: { name: '架空 実', mail: `${randomUUID()}@example.jp`, language: 'ja' },
      consent: true,
    },
  })
  const feed = await app.client({ cookie: members.member.cookie })(makeOwnFeed, { body: {} })
  const device = await app.client({ cookie: members.member.cookie })(addDevice, {
    body: {
      endpoint: `https://fcm.googleapis.com/fcm/send/${slug}`,
      keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) },
      label: 'Chrome',
    },
  })
  const guestBookings: string[] = []
  for (const hour of [10, 13]) {
    const body = {
      what: { kind: 'seat' as const, spaceId: hub.spaceId },
      startsAt: hourOf(4, hour),
      endsAt: hourOf(4, hour + 1),
      guest: { name: '架空 実', mail: `${randomUUID()}@example.jp`, language: 'ja' as const },
      consent: true as const,
    }
    guestBookings.push((await app.client()(bookAsGuest, { params: { hubKey }, body })).id)
  }

  const invitation = await admin(people.invite, { body: { mail: `${randomUUID()}@example.jp`, roles: ['member'] } })
  const asking = await app.createAccount()
  const joinRequest = await app.client({ cookie: asking.cookie })(people.askToJoin, {
    params: { hubKey },
    body: { profile: { familyName: '仮名', givenName: '三郎' } },
  })
  const terms = await admin(people.publishTerms, {
    body: { text: { ja: '規約', en: 'Terms' }, validFrom: startOfDay(0).toPlainDate().toString() },
  })
  const leaving = await app.client({ cookie: members.worker.cookie })(people.askToBeForgotten, {})

  const desk = await makeDesk(app, admin, { hub, hubKey, consortiumId: tenant.id, cookie: members.admin.cookie })

  const rules = await makeRules(admin, app.client({ cookie: members.member.cookie }), hub.hubId)

  const money = await makeMoney(app, {
    admin,
    member: members.member,
    hubId: hub.hubId,
    spaceId: hub.spaceId,
    organisationId: own.id,
    bookingId: booking.id,
  })

  const devices = await makeDevices(app, admin, { hubId: hub.hubId, consortiumId: tenant.id })
  const door = await makeDoor(app, admin, {
    hubId: hub.hubId,
    consortiumId: tenant.id,
    membershipId: members.member.membershipId,
    adminId: members.admin.membershipId,
  })
  const seen = await makePresence(app, { hubId: hub.hubId, consortiumId: tenant.id, membershipId: members.member.membershipId })

  await app.settle()
  // a permit is for what is confirmed
  await app.sql(`update bookings.booking set status = 'confirmed', hold_expires_at = null, fee_yen = 100 where id = $1`, [guestBookings[0]])
  const guestTaken = await admin(takePayment, {
    params: { hubId: hub.hubId },
    body: { items: [{ bookingId: guestBookings[0] ?? '', amountYen: 100 }], method: 'cash' },
  })
  const recordsOf = guestBookings.at(-1) ?? ''
  return {
    consortiumId: tenant.id,
    hubKey,
    cookies: cookiesOf(members),
    colleagues: cookiesOf(colleagues),
    visitor,
    links: {
      ...(await linksOf(app, tenant.id)),
      '': desk.kioskCode,
      [door.ids.passId]: door.link,
      [recordsOf]: await recordsLinkOf(app, { hubKey, bookingId: recordsOf, consortiumId: tenant.id }),
    },
    ids: {
      ...hub,
      ...desk.ids,
      ...door.ids,
      ...seen,
      ...devices,
      ...money,
      ...rules,
      'rules.targetId': hub.spaceId,
      mutualUseId,
      'visitor-bookings.bookingId': visit.id,
      bookingId: booking.id,
      seriesId: series.id,
      waitingId: waiting.id,
      'calendars.feedId': feed.feed.id,
      'devices.deviceId': device.id,
      'feeds.feedKey': feed.url.slice(-47, -4),
      'guest-bookings.bookingId': guestBookings[0] ?? '',
      'guest-receipts.receiptId': guestTaken.receiptId ?? '',
      'guest-records.recordsOf': recordsOf,
      'members.id': members.member.membershipId,
      'organisations.id': own.id,
      organisationId: own.id,
      'invitations.id': invitation.id,
      'join-requests.id': joinRequest.id,
      'terms.id': terms.id,
      'forget-requests.id': leaving.id,
      mailId: await anyId(app, 'platform.mail', tenant.id),
      fileId: await anyId(app, 'platform.file', tenant.id),
    },
  }
}

/** A tablet at the entrance that calls, a piece that is out, a lost thing, a closure far away. */
async function makeDesk(
  app: TestApp,
  admin: ReturnType<TestApp['client']>,
  { hub, hubKey, consortiumId, cookie }: { hub: Awaited<ReturnType<typeof makeHub>>; hubKey: string; consortiumId: string; cookie: string },
) {
  const params = { hubId: hub.hubId }
  const kiosk = await admin(addKiosk, { params, body: { name: '正面玄関' } })
  await app.client({ link: kiosk.code })(callDesk, { params: { hubKey } })
  const calls = await admin(listKioskCalls, { params })
  const loan = await admin(lendUnit, { params, body: { unitId: hub.pieceId, holder: { name: '架空 実' }, dueAt: hourOf(1, 10) } })
  const lost = await admin(registerLostItem, { params, body: { what: '傘', foundAt: hourOf(0, 0) } })
  await app.request(`/api/v1/hubs/${hub.hubId}/lost-items/${lost.id}/photo`, {
    method: 'PUT',
    cookie,
    headers: { 'content-type': 'image/png' },
    body: pixel,
  })
  const closure = await admin(closePlace, { params, body: { startsAt: hourOf(400, 10), endsAt: hourOf(400, 11), reason: { ja: '点検' } } })
  return {
    kioskCode: kiosk.code,
    ids: {
      kioskId: kiosk.id,
      kioskCallId: calls.items[0]?.id ?? '',
      loanId: loan.id,
      lostItemId: lost.id,
      deskClosureId: closure.id,
      personId: await personOf(app, consortiumId),
    },
  }
}

/** A lock that waits to be claimed, a thing that announced itself, a message nobody could read. */
async function makeDevices(
  app: TestApp,
  admin: ReturnType<TestApp['client']>,
  { hubId, consortiumId }: { hubId: string; consortiumId: string },
): Promise<Record<string, string>> {
  const { device } = await admin(addHubDevice, { params: { hubId }, body: { kind: 'lock', name: '正面玄関の錠' } })
  const [announced] = await app.sql<{ id: string }>(
    `insert into devices.announced (consortium_id, hub_id, key, announcement_id, name, kind, driver, status, first_seen_at, last_seen_at)
     values ($1, $2, 'a', 'a', '見本の錠', 'lock', 'ha-lock', 'new', now(), now()) returning id`,
    [consortiumId, hubId],
  )
  const [reject] = await app.sql<{ id: string }>(
    `insert into devices.reject (consortium_id, payload, code, detail, received_at) values ($1, 'x', 'not_json', '', now()) returning id`,
    [consortiumId],
  )
  return { 'hub-devices.deviceId': device.id, announcedId: announced?.id ?? '', rejectId: reject?.id ?? '' }
}

/** A hall whose days are given by lot, with an application, and a reason to pay less. */
async function makeRules(
  admin: ReturnType<TestApp['client']>,
  member: ReturnType<TestApp['client']>,
  hubId: string,
): Promise<Record<string, string>> {
  const params = { hubId }
  const hall = await admin(hubs.createSpace, { params, body: { kind: 'event-space', names: { ja: 'ホール' }, bookableAs: 'whole' } })
  const day = (daysAhead: number): string => startOfDay(daysAhead).toPlainDate().toString()
  const lottery = await admin(makeLottery, {
    params,
    body: {
      names: { ja: 'ホール抽選' },
      spaceIds: [hall.id],
      useFrom: day(30),
      useUntil: day(60),
      opensAt: hourOf(-1, 0),
      closesAt: hourOf(10, 0),
      drawsAt: hourOf(11, 0),
    },
  })
  await member(applyForLottery, {
    params: { lotteryId: lottery.id },
    body: { wishes: [{ spaceId: hall.id, startsAt: hourOf(31, 10), endsAt: hourOf(31, 12) }] },
  })
  const { reductions } = await admin(addReduction, { params, body: reduction })
  const office = await admin(hubs.createSpace, { params, body: { kind: 'satellite-office', names: { ja: '事務室' }, bookableAs: 'whole' } })
  const { lease } = await admin(makeLease, {
    params,
    body: {
      kind: 'lease',
      as: 'active',
      spaceId: office.id,
      holderName: '見本ソフト',
      startsOn: day(0),
      endsOn: day(200),
      feeKind: 'monthly',
      feeYen: 50_000,
      admitsMembers: true,
    },
  })
  const { entries } = await admin(addLeaseEntry, {
    params: { hubId, leaseId: lease.id },
    body: { month: day(0).slice(0, 7), kind: 'payment', amountYen: 100 },
  })
  const entry = entries.find(({ kind }) => kind === 'payment')
  return {
    lotteryId: lottery.id,
    reductionId: reductions.at(-1)?.id ?? '',
    leaseId: lease.id,
    leaseEntryId: entry?.id ?? '',
  }
}

const reduction = {
  names: { ja: '障害のある方' },
  percent: 50,
  yen: null,
  needsProof: true,
  isDeskOnly: false,
  validFrom: '2026-04-01',
  reason: '条例第8条',
}

/** Somebody with an account and a booking. */
async function personOf(app: TestApp, consortiumId: string): Promise<string> {
  const [row] = await app.sql<{ account_id: string }>(
    'select account_id from bookings.booking where consortium_id = $1 and account_id is not null limit 1',
    [consortiumId],
  )
  return row?.account_id ?? ''
}

async function makeHub(app: TestApp, admin: ReturnType<TestApp['client']>, cookie: string) {
  const { id: hubId, version } = await admin(hubs.createHub, {
    body: { key: 'hub', names: { ja: '見本拠点' }, address: { ja: '見本県見本町1' } },
  })
  await admin(hubs.setOpeningRules, {
    params: { hubId },
    body: { version, rules: ([1, 2, 3, 4, 5, 6, 7, 'holiday'] as const).map((on) => ({ on, opensMinute: 0, closesMinute: 1440 })) },
  })
  const space = await admin(hubs.createSpace, {
    params: { hubId },
    body: { kind: 'coworking', names: { ja: '共用室' }, bookableAs: 'seats', seats: 4 },
  })
  const machine = await admin(hubs.createEquipment, {
    params: { hubId },
    body: { names: { ja: 'タブレット' }, handling: 'lendable', count: 2 },
  })
  const closed = await admin(hubs.addClosure, { params: { hubId }, body: { closure: { startsOn: '2031-01-01', endsOn: '2031-01-02' } } })
  await admin(hubs.publishHub, { params: { hubId } })
  const photo = await app.request(`/api/v1/consortium/hubs/${hubId}/photos`, {
    method: 'POST',
    cookie,
    headers: { 'content-type': 'image/png' },
    body: pixel,
  })
  const { id: photoId } = (await photo.json()) as { id: string }
  const plan = await app.request(`/api/v1/consortium/hubs/${hubId}/plans`, {
    method: 'POST',
    cookie,
    headers: { 'content-type': 'image/png' },
    body: pixel,
  })
  const { id: planId } = (await plan.json()) as { id: string }
  return {
    hubId,
    spaceId: space.id,
    unitId: space.units[0]?.id ?? '',
    equipmentId: machine.id,
    pieceId: machine.units[0]?.id ?? '',
    closureId: closed.schedule.closures[0]?.id ?? '',
    photoId,
    planId,
  }
}

/** Two days of next week. */
const seriesTimes = () => ({
  rule: {
    startsOn: startOfDay(7).toPlainDate().toString(),
    pattern: { kind: 'daily' as const, every: 1 },
    end: { count: 2 },
  },
  start: '14:00',
  end: '15:00',
})

/** Registered, paid, closed and invoiced: a paper of each kind. */
async function makeMoney(
  app: TestApp,
  of: {
    admin: ReturnType<TestApp['client']>
    member: Member
    hubId: string
    spaceId: string
    organisationId: string
    bookingId: string
  },
): Promise<Record<string, string>> {
  const { admin, member, hubId, bookingId, organisationId } = of
  const own = app.client({ cookie: member.cookie })
  const registration = await own(askRegistration, { body: { kind: 'person', name: '見本 花子' } })
  const proof = await app.request(`/api/v1/registrations/${registration.id}/proofs`, {
    method: 'POST',
    cookie: member.cookie,
    headers: { 'content-type': 'image/png' },
    body: pixel,
  })
  const { id: proofId } = (await proof.json()) as { id: string }
  await app.sql('update bookings.booking set fee_yen = 1000 where id = $1', [bookingId])
  await admin(takePayment, { params: { hubId }, body: { items: [{ bookingId, amountYen: 100 }], method: 'transfer' } })
  const transfer = (await admin(getPayment, { params: { bookingId } })).entries.find((entry) => entry.method === 'transfer')
  const taken = await admin(takePayment, { params: { hubId }, body: { items: [{ bookingId, amountYen: 500 }], method: 'cash' } })
  const closing = await admin(closeDay, {
    params: { hubId },
    body: { businessDay: startOfDay(0).toPlainDate().toString(), counts: { '500': 1 }, expectedYen: 500, carriedYen: 0 },
  })
  const past = await own(bookSpace, {
    body: { what: { kind: 'seat', spaceId: of.spaceId }, startsAt: hourOf(5, 10), endsAt: hourOf(5, 11) },
  })
  await app.sql(
    `update bookings.booking set fee_yen = 1000, organisation_id = $2, starts_at = starts_at - interval '50 days', ends_at = ends_at - interval '50 days' where id = $1`,
    [past.id, organisationId],
  )
  await admin(waiveFee, { params: { bookingId: past.id }, body: { amountYen: 1, reason: '端数のため' } })
  const rule = await admin(getMoneyRule, { params: { hubId } })
  const { hubId: _hub, isNumberDoubtful: _doubt, ...body } = rule
  await admin(setMoneyRule, { params: { hubId }, body: { ...body, invoiceNumber: '', issuerName: '見本町長' } })
  const month = startOfDay(-45).toPlainDate().toString().slice(0, 7)
  const invoice = await admin(issueInvoice, { params: { hubId }, body: { organisationId, month } })
  return {
    registrationId: registration.id,
    'proofs.fileId': proofId,
    receiptId: taken.receiptId ?? '',
    entryId: transfer?.id ?? '',
    closingId: closing.id,
    invoiceId: invoice.id,
  }
}

const cookiesOf = (members: Record<Role, Member>): Record<Role, string> =>
  Object.fromEntries(roles.map((role) => [role, members[role].cookie])) as Record<Role, string>

/** The secrets that guests were mailed, by booking. */
async function linksOf(app: TestApp, consortiumId: string): Promise<Record<string, string>> {
  const mails = await app.sql<{ body_text: string }>('select body_text from platform.mail where consortium_id = $1', [consortiumId])
  return Object.fromEntries(
    mails.flatMap((mail) =>
      [...mail.body_text.matchAll(/(?:bookings|waiting)\/([0-9a-f-]{36})#k=([\w-]+)/g)].map((match) => [match[1], match[2]]),
    ),
  )
}

/** The link to the records of a guest: without a mail server it is answered instead of mailed. */
async function recordsLinkOf(app: TestApp, of: { hubKey: string; bookingId: string; consortiumId: string }): Promise<string> {
  const link = (await linksOf(app, of.consortiumId))[of.bookingId]
  const { url } = await app.client(link === undefined ? {} : { link })(askForRecords, { params: of, body: {} })
  return /#k=(\S+)/.exec(url ?? '')?.[1] ?? ''
}

/** A member who came in today, and a door that stands open. */
async function makePresence(
  app: TestApp,
  { hubId, consortiumId, membershipId }: { hubId: string; consortiumId: string; membershipId: string },
): Promise<{ subjectId: string; openingId: string }> {
  const [passage] = await app.sql<{ id: string }>(
    `insert into presence.passage (consortium_id, id, hub_id, at, time_quality, subject_kind, subject_id, is_out, received_at)
     select $1, uuidv7(), $2, $4, 'edge', 'person', account_id, false, now() from people.membership where consortium_id = $1 and id = $3
     returning subject_id as id`,
    [consortiumId, hubId, membershipId, startOfDay(0).add({ hours: 12 }).toInstant()],
  )
  const [opening] = await app.sql<{ id: string }>(
    `insert into presence.opening (consortium_id, id, hub_id, door_id, opened_at, held_at) values ($1, uuidv7(), $2, uuidv7(), now(), now()) returning id`,
    [consortiumId, hubId],
  )
  return { subjectId: passage?.id ?? '', openingId: opening?.id ?? '' }
}

async function anyId(app: TestApp, table: string, consortiumId: string): Promise<string> {
  const [row] = await app.sql<{ id: string }>(`select id from ${table} where consortium_id = $1 limit 1`, [consortiumId])
  if (row === undefined) throw new Error(`the world made no row of ${table}`)
  return row.id
}

export const walkOptions: WalkOptions = {
  // a day, or from and to
  queries: {
    'presence.getTrace': { day: startOfDay(0).toPlainDate().toString() },
    'presence.getMyTrace': { day: startOfDay(0).toPlainDate().toString() },
    'bookings.listHubBookings': { day: startOfDay(3).toPlainDate().toString() },
  },
  bodies: {
    'bookings.addReduction': () => reduction,
    'bookings.lendUnit': ({ pieceId }) => ({ unitId: pieceId, holder: { name: '架空 実' }, dueAt: hourOf(1, 10) }),
    // a registration number is none or thirteen digits
    'bookings.setMoneyRule': () => ({
      due: 'day-of-use',
      dueDays: 0,
      warnDays: 0,
      cancelsUnpaid: false,
      taxKind: 'standard',
      issuerName: '見本町長',
      issuerTitle: '',
      issuerAddress: '',
      issuerPhone: '',
      invoiceNumber: '',
      sealText: '',
      permitPrefix: '',
      permitConditions: '',
      permitConditionsEn: '',
      bankAccount: '',
      invoiceDueDays: 30,
      version: 1,
    }),
    // by name: an account of another consortium would be refused before the hub is looked at
    'bookings.bookSeriesForSomebody': ({ spaceId }) => ({ what: { kind: 'seat', spaceId }, ...seriesTimes(), holder: { name: '架空 実' } }),
    'bookings.previewSeriesForSomebody': ({ spaceId }) => ({ what: { kind: 'seat', spaceId }, ...seriesTimes() }),
    'bookings.bookForSomebody': ({ spaceId }) => ({
      what: { kind: 'space', spaceId },
      startsAt: hourOf(3, 14),
      endsAt: hourOf(3, 15),
      holder: { name: '架空 実' },
    }),
  },
  shared: {
    'access.openMyDoor': 'a door is there for whoever stands before it; without its own code it is refused',
    'bookings.getMyLottery': 'a lottery is for every member of the consortium',
    'bookings.applyForLottery': 'a lottery is for every member of the consortium',
    'presence.getMyTrace': 'a hub is there for every member; what is answered is their own, and empty for whoever was not there',
    'people.acceptTerms': "the terms are everybody's to accept",
  },
}
