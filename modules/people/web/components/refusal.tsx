import { isProblem } from '#platform/web/client.ts'
import { useProblemText } from '#platform/web/shell/page.tsx'
import { Note } from '#ui/marks.tsx'
import { SignInError } from '../queries.ts'
import { usePeopleTexts } from '../texts.ts'

const known = {
  INVALID_EMAIL_OR_PASSWORD: 'public.refused.wrong',
  INVALID_PASSWORD: 'public.refused.wrongPassword',
  EMAIL_NOT_VERIFIED: 'public.refused.notVerified',
  USER_ALREADY_EXISTS: 'public.refused.exists',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'public.refused.exists',
  PASSWORD_TOO_SHORT: 'public.passwordHint',
  INVALID_TOKEN: 'public.refused.oldLink',
  SESSION_NOT_FRESH: 'public.refused.notFresh',
  PASSKEY_NOT_FOUND: 'public.refused.noPasskey',
  NO_CREDENTIAL: 'public.refused.noPasskey',
  NO_ANSWER: 'public.refused.noAnswer',
} as const

/** The sentence for a refusal of ours or of sign-in, in the reader's words. */
export function useRefusalText(): (error: unknown) => string {
  const t = usePeopleTexts()
  const say = useProblemText()
  return (error) => {
    if (error instanceof SignInError) {
      if (error.problem !== undefined) return say(error.problem)
      if (error.status === 429) return t('public.refused.tooMany')
      return t(known[error.code as keyof typeof known] ?? 'public.refused.other')
    }
    return isProblem(error) ? say(error) : t('public.refused.other')
  }
}

/** Stands beside the button that was pressed. */
export function Refusal({ error }: { error: unknown }) {
  const say = useRefusalText()
  if (error === null || error === undefined) return null
  return (
    <Note tone="bad" isAlert>
      {say(error)}
    </Note>
  )
}
