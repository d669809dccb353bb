/** Doors: a lock claimed from the screen, a door around it, closed to everyone with a reason, and what a member's telephone says then. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { provideBrokerUrl } from '#modules/devices/server/index.ts'
import { journeys } from './journeys.ts'
import { hubKey } from './screens.ts'
import { wordsOf } from './words.ts'

const { product, visit } = journeys('minakami.example.jp', { width: 1440 })
const t = wordsOf('en')

test('a lock is claimed by its code, guards a door, and a door locked down says so on the telephone', async () => {
  const { page } = await visit('operator')
  await page.goto(`/operate/${hubKey}/devices`)
  await page.getByRole('button', { name: t('devices.list.add') }).click()
  await page.getByRole('dialog').getByLabel(t('devices.add.name')).fill('Lock of the front door')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('devices.list.add') })
    .click()
  const code = await page
    .getByRole('dialog')
    .getByText(/^[0-9A-Z]{4}-?[0-9A-Z]{4}$/)
    .textContent()
  // as the device does it
  const claimed = await page.evaluate(
    async (given) =>
      (
        await fetch('/api/v1/devices/claim', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ code: given }),
        })
      ).status,
    code,
  )
  expect(claimed).toBe(200)
  await page.getByRole('dialog').getByText(t('devices.add.claimed')).waitFor()

  await page.goto(`/operate/${hubKey}/doors`)
  await page.getByRole('button', { name: t('access.doors.add') }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel(t('access.form.nameJa')).fill('正面玄関')
  await form.getByLabel(t('access.form.nameEn')).fill('Front door')
  await form.getByLabel(t('access.form.lock'), { exact: true }).selectOption({ label: 'Lock of the front door' })
  await form.getByRole('button', { name: t('access.doors.add') }).click()
  await page.getByRole('link', { name: 'Front door' }).waitFor()

  await page.getByRole('button', { name: t('access.doors.lockDown') }).click()
  const ask = page.getByRole('dialog')
  const confirm = ask.getByRole('button', { name: t('access.doors.lockDown') })
  await confirm.click()
  await ask.getByText(t('access.common.reasonMissing')).waitFor()
  await ask.getByLabel(t('access.common.reason')).fill('A bear in the car park')
  await ask.getByLabel(t('access.doors.confirmRead')).check()
  await confirm.click()
  await page.getByText(t('access.modes.lock-down')).first().waitFor()
  // it needs somebody until it is over
  await page.goto(`/operate/${hubKey}`)
  await page.getByText(t('access.today.needMode', { count: 1, mode: t('access.modes.lock-down') })).waitFor()

  const [door] = await product.app.sql<{ id: string }>(`select id from access.door where names ->> 'en' = 'Front door'`)
  const qr = await page.evaluate(async (hub) => {
    const hubs = (await (await fetch('/api/v1/consortium/hubs')).json()) as { items: { id: string; key: string }[] }
    const hubId = hubs.items.find((each) => each.key === hub)?.id
    return ((await (await fetch(`/api/v1/hubs/${hubId}/doors`)).json()) as { items: { qrUrl: string }[] }).items[0]?.qrUrl
  }, hubKey)
  expect(qr).toContain(door?.id)
  const phone = await visit('member', { isPhone: true })
  await phone.page.goto(new URL(qr ?? '').pathname + new URL(qr ?? '').hash)
  await phone.page.getByRole('button', { name: t('access.public.door.open') }).click()
  await phone.page.getByText(t('access.public.door.notOpened')).waitFor()
  await phone.page.getByText(t('access.public.reason.locked_down')).waitFor()
})

test('a bridge is given what it needs to connect on the screen, once, and it is right', async () => {
  provideBrokerUrl(() => 'mqtt://hub.example.jp:1884')
  const { page } = await visit('operator')
  await page.goto(`/operate/${hubKey}/devices`)
  await page.getByRole('button', { name: t('devices.list.add') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t('devices.add.kind')).selectOption('bridge')
  await dialog.getByLabel(t('devices.add.name')).fill('Zigbee2MQTT of the storage room')
  await dialog.getByLabel(t('devices.add.filters')).fill('zigbee2mqtt/#')
  await dialog.getByRole('button', { name: t('devices.list.add') }).click()
  await dialog.getByRole('button', { name: t('devices.add.connection') }).click()
  const username = await dialog.getByLabel(t('devices.one.user')).inputValue()
  const password = await dialog.getByLabel(t('devices.one.password'), { exact: true }).inputValue()
  expect(username).toMatch(/^[0-9a-f-]{36}$/)
  expect(await dialog.getByLabel(t('devices.one.host')).inputValue()).toBe('hub.example.jp')
  expect(await dialog.getByLabel(t('devices.one.port')).inputValue()).toBe('1884')
  expect(await dialog.locator('pre').textContent()).toContain(`user: '${username}'`)
  const [row] = await product.app.sql<{ secret_hash: string; kind: string }>('select secret_hash, kind from devices.device where id = $1', [
    username,
  ])
  expect(row).toEqual({ kind: 'bridge', secret_hash: createHash('sha256').update(password).digest('base64url') })
  await dialog.getByRole('button', { name: t('devices.one.saved') }).click()
  await dialog.waitFor({ state: 'detached' })
  expect(await page.content()).not.toContain(password)
})
