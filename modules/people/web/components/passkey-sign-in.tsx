import { useMutation } from '@tanstack/react-query'
import { Button } from '#ui/button.tsx'
import { canUsePasskeys, isTurnedAway, signInByPasskey } from '../queries.ts'
import { usePeopleTexts } from '../texts.ts'
import { Refusal } from './refusal.tsx'

/** Nothing where the browser or an unsafe address cannot do it. */
export function PasskeySignIn({ onDone }: { onDone: () => Promise<void> }) {
  const t = usePeopleTexts()
  const signIn = useMutation({
    mutationFn: signInByPasskey,
    onSuccess: onDone,
  })
  if (!canUsePasskeys()) return null
  return (
    <div className="grid gap-4 border-t border-rule pt-6">
      {!isTurnedAway(signIn.error) && <Refusal error={signIn.error} />}
      <Button icon="lock" isWide isBusy={signIn.isPending} onClick={() => signIn.mutate()}>
        {t('public.passkeySignIn')}
      </Button>
    </div>
  )
}
