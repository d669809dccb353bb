/** A room for a company: what is booked there is seen before anything is stored, solved, and its people book what is for leaseholders. */
import { expect, test } from 'vitest'
import { seriousFindings } from '#platform/testkit/browser.ts'
import { journeys } from './journeys.ts'
import { soon } from './product.ts'
import { wordsOf } from './words.ts'

const t = wordsOf('en')
const hubKey = 'minakami.tsukiyono'

const { product, visit } = journeys('minakami.example.jp', { width: 1440 })

test('the office lets a room: conflicts shown and solved, agreed on; a member of the organisation books a room for leaseholders', async () => {
  const tenant = `(select id from platform.tenant where slug = 'minakami')`
  // a room with a booking next week, and one that is for leaseholders alone
  const [busy] = await product.app.sql<{ target_id: string; name: string; bookings: number }>(
    `select b.target_id, s.names->>'ja' as name, count(*)::int as bookings from bookings.booking b
     join hubs.space s on s.consortium_id = b.consortium_id and s.id = b.target_id
     where b.consortium_id = ${tenant} and b.kind = 'space' and b.status = 'confirmed' and b.series_id is null
       and b.starts_at > '2026-11-29T15:00:00Z' and b.target_id not in (select target_id from bookings.lease)
     group by 1, 2 order by 3, 2 limit 1`,
  )
  if (busy === undefined) throw new Error('the demonstration has no booked room')
  const [kept] = await product.app.sql<{ id: string; name: string }>(
    `select s.id, s.names->>'ja' as name from hubs.space s where s.consortium_id = ${tenant} and s.kind = 'satellite-office'
       and s.id <> $1 and s.id not in (select target_id from bookings.lease)
       and not exists (select from bookings.booking b where b.target_id = s.id and b.status = 'confirmed'
         and b.starts_at < '2026-12-04T15:00:00Z' and b.ends_at > '2026-12-03T15:00:00Z') limit 1`,
    [busy.target_id],
  )
  if (kept === undefined) throw new Error('the demonstration has no free room')
  await product.app.sql(`update bookings.policy set who = 'leaseholders', inherits = array_remove(inherits, 'who') where target_id = $1`, [
    kept.id,
  ])

  // the organisation's member is no leaseholder by the demonstration's own lease
  const [member] = await product.app.sql<{ account_id: string; organisation: string; name: string }>(
    `select m.account_id, o.name as organisation, m.family_name || ' ' || m.given_name as name from people.membership m
     join people.organisation o on o.consortium_id = m.consortium_id and o.id = m.organisation_id
     where m.consortium_id = ${tenant} and m.mail = 'member@minakami.example.jp'`,
  )
  if (member === undefined) throw new Error('the demonstration has no member with an organisation')
  await product.app.sql('delete from bookings.lease_member where account_id = $1', [member.account_id])
  const { page: phone } = await visit('member', { width: 390, isPhone: true })
  const book = () =>
    phone.evaluate<number>(`fetch('/api/v1/bookings', { method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ what: { kind: 'space', spaceId: '${kept.id}' }, startsAt: '2026-12-04T01:00:00Z', endsAt: '2026-12-04T02:00:00Z' }) })
      .then((answer) => answer.status)`)
  await phone.goto('/me')
  expect(await book()).toBe(403)

  const { page: desk, complaints } = await visit('operator')
  await desk.goto(`/operate/${hubKey}/leases`)
  await desk.getByRole('link', { name: t('bookings.lease.make') }).click()
  // nothing is sent half-filled
  await desk.getByRole('button', { name: t('bookings.lease.form.asActive'), exact: true }).click()
  await desk.getByText(t('bookings.lease.form.spaceMissing')).waitFor()
  await desk.getByLabel(t('bookings.lease.form.space')).first().selectOption(busy.target_id)
  await desk.getByLabel(t('bookings.lease.form.organisation')).selectOption({ label: member.organisation })
  await desk.getByLabel(t('bookings.lease.form.startsOn')).fill('2026-11-30')
  await desk.getByLabel(t('bookings.lease.form.endsOn')).fill('2027-11-29')
  await desk.getByLabel(t('bookings.lease.form.feeYen')).fill('４０，０００')
  await desk.getByLabel(t('bookings.lease.form.mail')).fill('soumu@mihon.example.com')
  // what is in the way is shown, and nothing can be agreed on meanwhile
  await desk.getByText(t('bookings.lease.form.hits').replace('{count}', String(busy.bookings))).waitFor()
  expect(await desk.getByRole('button', { name: t('bookings.lease.form.asActive'), exact: true }).isDisabled()).toBe(true)
  await desk.getByRole('button', { name: t('bookings.lease.form.apply') }).click()
  await desk.getByText(t('bookings.lease.form.free')).waitFor()
  await desk.getByRole('button', { name: t('bookings.lease.form.asActive'), exact: true }).click()
  await desk.getByRole('heading', { level: 1, name: member.organisation }).waitFor()
  const leaseId = new URL(desk.url()).pathname.split('/').at(-1) ?? ''
  await expect
    .poll(async () => (await product.app.sql('select from bookings.occupancy where source_id = $1', [leaseId])).length, soon)
    .toBe(1)

  // the organisation's manager names who uses it
  const { page: manager } = await visit('manager', { width: 768 })
  await manager.goto('/me/rooms')
  await manager
    .getByRole('button', { name: t('bookings.lease.detail.membersEdit') })
    .last()
    .waitFor()
  const rooms = manager.getByRole('listitem').filter({ hasText: '2027' })
  await rooms
    .filter({ has: manager.getByRole('button') })
    .first()
    .getByRole('button')
    .click()
  const dialog = manager.getByRole('dialog')
  await dialog.getByRole('checkbox').first().waitFor()
  await dialog.getByLabel(member.name).check()
  await dialog.getByRole('button', { name: t('bookings.lease.detail.membersSave') }).click()
  await manager.getByRole('status').getByText(t('bookings.lease.ours.saved')).waitFor()
  await expect
    .poll(async () => (await product.app.sql('select from bookings.lease_member where account_id = $1', [member.account_id])).length, soon)
    .toBe(1)
  expect(await book()).toBe(201)

  // the day shows who has the room
  await desk.goto(`/operate/${hubKey}?day=2026-12-04`)
  await desk
    .getByRole('gridcell', { name: new RegExp(member.organisation, 'u') })
    .first()
    .waitFor()
  expect(complaints()).toEqual([])
})

test('a month is paid, taken back and paid again; the lease ends early with a reason, and the room is free', async () => {
  const [lease] = await product.app.sql<{ id: string; target_id: string; holder: string }>(
    `select l.id, l.target_id, l.holder_name as holder from bookings.lease l join platform.tenant t on t.id = l.consortium_id
     where t.slug = 'minakami' and l.kind = 'lease' and l.status = 'active' and l.starts_on < '2026-11-25' order by l.id limit 1`,
  )
  if (lease === undefined) throw new Error('the demonstration has no lease')
  const { page, complaints } = await visit('operator')
  await page.goto(`/operate/${hubKey}/leases/${lease.id}`)
  const november = page
    .getByRole('region', { name: t('bookings.lease.detail.months') })
    .getByRole('row')
    .filter({ hasText: 'November 2026' })
  const entries = page.getByRole('region', { name: t('bookings.lease.detail.entries') })
  const pay = async (): Promise<void> => {
    await november.getByRole('button').click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('bookings.lease.detail.record') })
      .click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await november.getByRole('button').waitFor({ state: 'hidden' })
  }
  await pay()
  // what was wrong is taken back by an entry of its own, with the reason
  await entries
    .getByRole('button', { name: t('bookings.lease.detail.void'), exact: true })
    .first()
    .click()
  const question = page.getByRole('dialog')
  await question.getByRole('button', { name: t('bookings.lease.detail.void'), exact: true }).click()
  await question.getByText(t('bookings.lease.detail.reasonMissing')).waitFor()
  await question.getByRole('textbox', { name: t('bookings.lease.detail.reason') }).fill('Another company paid')
  await question.getByRole('button', { name: t('bookings.lease.detail.void'), exact: true }).click()
  await question.waitFor({ state: 'hidden' })
  await november.getByRole('button').waitFor()
  await entries.getByText('Another company paid').waitFor()
  await pay()
  const paid = await product.app.sql<{ yen: number }>(
    `select coalesce(sum(amount_yen), 0)::int as yen from bookings.lease_entry where lease_id = $1`,
    [lease.id],
  )
  expect(paid).toEqual([{ yen: 0 }])

  // ended before its time: not without a reason, and with what is left of the month
  await page.getByRole('button', { name: t('bookings.lease.detail.endNow') }).click()
  const end = page.getByRole('dialog')
  await end.getByRole('button', { name: t('bookings.lease.detail.endNow') }).click()
  await end.getByText(t('bookings.lease.detail.reasonMissing')).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await end.getByRole('textbox', { name: t('bookings.lease.detail.reason') }).fill('The company moves')
  await end.getByRole('button', { name: t('bookings.lease.detail.endNow') }).click()
  await end.waitFor({ state: 'hidden' })
  await expect
    .poll(() => product.app.sql('select status from bookings.lease where id = $1', [lease.id]), soon)
    .toEqual([{ status: 'ended' }])
  await page.getByText(t('bookings.lease.status.ended')).first().waitFor()
  // what was paid for the days after is owed back, and shown
  await november.getByText('△').first().waitFor()
  const taken = await product.app.sql(`select from bookings.occupancy where source_id = $1 and ends_at > '2026-11-26T15:00:00Z'`, [
    lease.id,
  ])
  expect(taken).toEqual([])
  expect(complaints()).toEqual([])
})
