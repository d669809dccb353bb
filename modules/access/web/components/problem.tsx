/** Why it was not done, beside the button that was pressed. */
import { isProblem } from '#platform/web/client.ts'
import { useProblemText } from '#platform/web/shell/page.tsx'
import { Note } from '#ui/marks.tsx'
import { reasonText, useSay } from './say.tsx'

export function Problem({ error }: { error: unknown }) {
  const problemText = useProblemText()
  const say = useSay()
  if (error === null || error === undefined) return null
  const reason = isProblem(error) ? error.params['reason'] : undefined
  return (
    <Note tone="bad" isAlert>
      <p className="font-bold">{problemText(error)}</p>
      {typeof reason === 'string' && <p>{reasonText(say, reason)}</p>}
    </Note>
  )
}
