/** Signing in, joining, and what a person sees about themselves. */
import type { Locator, Page } from 'playwright-core'
import type { StaffLanguage } from '#platform/contract/texts.ts'
import { wordsOf } from '../words.ts'

export interface AccountPage {
  readonly page: Page
  readonly mail: Locator
  readonly password: Locator
  readonly signIn: Locator
  readonly signInByPasskey: Locator
  readonly menu: Locator
  readonly signOut: Locator
  readonly familyName: Locator
  readonly givenName: Locator
  readonly familyKana: Locator
  readonly accept: Locator
  readonly refusal: Locator
  readonly addPasskey: Locator
  readonly passkeyName: Locator
  signInWith(mail: string, password: string): Promise<void>
}

export function accountPage(page: Page, language: StaffLanguage = 'en'): AccountPage {
  const t = wordsOf(language)
  const field = (key: string) => page.getByRole('textbox', { name: t(`people.public.field.${key}`), exact: false })
  const self: AccountPage = {
    page,
    mail: field('mail'),
    password: field('password'),
    signIn: page.getByRole('main').getByRole('button', { name: t('people.public.signIn'), exact: true }),
    signInByPasskey: page.getByRole('button', { name: t('people.public.passkeySignIn') }),
    menu: page.getByRole('button', { name: new RegExp(t('platform.public.accountMenu', { name: '.+' })) }),
    signOut: page.getByRole('button', { name: t('platform.public.signOut') }),
    familyName: page.getByRole('textbox', { name: new RegExp(`^${t('people.public.field.familyName')}(?!.*katakana)`) }),
    givenName: page.getByRole('textbox', { name: new RegExp(`^${t('people.public.field.givenName')}(?!.*katakana)`) }),
    familyKana: field('familyKana'),
    accept: page.getByRole('button', { name: t('people.public.accept') }),
    refusal: page.getByRole('alert'),
    addPasskey: page.getByRole('button', { name: t('people.security.addPasskey') }),
    passkeyName: page.getByRole('textbox', { name: t('people.security.passkeyName') }),
    async signInWith(mail, password) {
      await self.mail.fill(mail)
      await self.password.fill(password)
      await self.signIn.click()
    },
  }
  return self
}
