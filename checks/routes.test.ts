/** Endpoints as values: what the router, the client, the API page and the texts must agree on. */
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { modules } from '#apps/server/modules.ts'
import { createMailer } from '#platform/server/mail.ts'
import type { Module } from '#platform/server/module.ts'
import { platformModule } from '#platform/server/own-module.ts'
import { readDeclared, type Declared } from './declared.ts'
import { readLocales, type Locales } from './locales.ts'
import * as routes from './routes.ts'
import { describeFindings, readFixture, readTree, type Finding } from './tree.ts'

let ours: readonly Declared[]
let theirs: readonly Declared[]
let ourTexts: readonly Locales[]
let theirTexts: readonly Locales[]

beforeAll(async () => {
  const mailer = createMailer({ smtpUrl: undefined, from: '', host: '' })
  ours = await readDeclared(readTree(), [platformModule({ mailer, mailFrom: '', modules }), ...modules])
  const fixture = readFixture('routes')
  // by its address: what is wrong on purpose is no part of the typed project
  const { sauna } = (await import(pathToFileURL(path.join(fixture.root, 'modules/sauna/server/module.ts')).href)) as { sauna: Module }
  theirs = await readDeclared(fixture, [sauna])
  ourTexts = await readLocales(readTree())
  theirTexts = await readLocales(readFixture('routes'))
})

type Run = (all: readonly Declared[], texts: readonly Locales[]) => readonly Finding[]

const rules: readonly (readonly [rule: string, run: Run, refused: readonly string[]])[] = [
  [
    'bound-once',
    (all) => routes.boundOnce(all),
    ['sauna.boundTwice: is bound 2 times in routes.ts', 'sauna.nobodyBinds: is bound 0 times in routes.ts'],
  ],
  [
    'named-once',
    (all) => routes.namedOnce(all),
    [
      'hubs.listSteam: the name is sauna.<verbNoun>',
      'sauna.readAgain: answers at the same address as sauna.listSaunas',
      'sauna.readAgain: the summary is one sentence, with a full stop',
    ],
  ],
  [
    'permitted',
    (all) => routes.permitted(all),
    [
      'hubs.steam: a permission of sauna begins with sauna.',
      'hubs.steam: no endpoint asks for this permission',
      'sauna.coolDown: nobody who comes as account holds sauna.cool (operator)',
      'sauna.heatUp: names a permission that nobody declares: sauna.heat',
    ],
  ],
  [
    'failures-sayable',
    routes.failuresSayable,
    [
      ...['ja', 'en', 'zh-Hans', 'zh-Hant', 'ko'].map((language) => `sauna.no_words: no text errors.no_words in ${language}`),
      'sauna.breakOven: says sauna.too_hot is 409; declared is 422',
      'sauna.breakOven: may answer sauna.unheard_of, which neither sauna nor a module it stands on declares',
      'sauna.breakOven: says platform.not_found is 410; declared is 404',
      'constraint sauna_full means sauna.full, which is not declared',
    ],
  ],
  [
    'well-shaped',
    (all) => routes.wellShaped(all),
    [
      'sauna.readTowel: {saunaId} has no schema in params',
      'sauna.readTowel: params has towelId, the path has not',
      'sauna.readTowel: a read has no body',
      'sauna.readTowel: a read answers 200',
      'sauna.readTowel: a read answers something',
      "sauna.readTowel: a guest's tenant comes from {hubKey} in the path",
    ],
  ],
  ['creates-once', (all) => routes.createsOnce(all), ['sauna.addSauna: creates, so isIdempotent: true']],
  [
    'strangers-counted',
    (all) => routes.strangersCounted(all),
    ['sauna.addSauna: a stranger may change something here: give it a rateLimit'],
  ],
  [
    'facts-known',
    (all) => routes.factsKnown(all),
    [
      'hub.cooled: a type is sauna.<whatHappened>',
      'sauna.heated is not in events of module.ts: neither the stream nor the API page knows it',
      'job hubs.heatUp begins with sauna.',
      'two reactions are called steam',
      'reacts to sauna.heated, which nobody emits',
    ],
  ],
]

describe.each(rules)('%s', (_, run, refused) => {
  test('holds in the project', () => {
    expect(describeFindings(run(ours, ourTexts))).toEqual([])
  })
  test('refuses its fixture, and only what is wrong there', () => {
    expect(
      describeFindings(run(theirs, theirTexts))
        .map((line) => line.replace(/^.*?\] /, ''))
        .toSorted(),
    ).toEqual([...refused].toSorted())
  })
})

test('the program lists every module there is', () => {
  const folders = new Set(
    readTree()
      .paths.filter((file) => file.startsWith('modules/'))
      .map((file) => file.split('/')[1]),
  )
  expect(new Set(modules.map((module) => module.name))).toEqual(folders)
})
