/** What a form holds until it is saved. What others change meanwhile shows up in forms that nobody has touched. */
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { isProblem } from '#platform/web/client.ts'
import { useProblemText } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { showFirstError } from '#ui/first-error.ts'
import { Note } from '#ui/marks.tsx'
import { useToast } from '#ui/toast.tsx'
import { useHubsTexts } from '../../texts.ts'

export interface Draft<D> {
  readonly draft: D
  /** The version that the form was filled from: what was saved meanwhile is refused, never overwritten. */
  readonly version: number
  readonly isDirty: boolean
  readonly change: (part: Partial<D>) => void
  /** Fills the form anew. */
  readonly settle: (draft: D, version: number) => void
  /** Takes what is newest where nothing was typed; what was typed stays. */
  readonly rebase: (latest: D, version: number) => void
}

export function useDraft<D extends object>(latest: D, latestVersion: number): Draft<D> {
  const [state, setState] = useState({ base: latest, draft: latest, version: latestVersion })
  const isDirty = JSON.stringify(state.base) !== JSON.stringify(state.draft)
  const settle = (draft: D, version: number) => setState({ base: draft, draft, version })
  useEffect(() => {
    if (!isDirty && latestVersion !== state.version) settle(latest, latestVersion)
  }, [isDirty, latest, latestVersion, state.version])
  return {
    draft: state.draft,
    version: state.version,
    isDirty,
    change: (part) => setState((now) => ({ ...now, draft: { ...now.draft, ...part } })),
    settle,
    rebase: (latestDraft, version) =>
      setState((now) => {
        const typed = Object.entries(now.draft).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(now.base[key as keyof D]))
        return { base: latestDraft, draft: { ...latestDraft, ...Object.fromEntries(typed) }, version }
      }),
  }
}

/** A changing call: says that it worked, or keeps the form and says why not. */
export function useSaving<I, R>(options: { run: (input: I) => Promise<R>; onSaved: (result: R) => void; saidWhenDone?: string }) {
  const t = useHubsTexts()
  const { toast } = useToast()
  return useMutation({
    mutationFn: options.run,
    onSuccess: (result) => {
      options.onSaved(result)
      toast(options.saidWhenDone ?? t('settings.saved'))
    },
  })
}

/** Why a call failed, beside the button that was pressed. Somebody else was faster: the form stays, the latest is one press away. */
export function SavingProblem({ error, onLoadLatest }: { error: unknown; onLoadLatest?: (() => void) | undefined }) {
  const t = useHubsTexts()
  const say = useProblemText()
  if (error === null || error === undefined) return null
  const isOld = isProblem(error) && error.code === 'platform.changed_meanwhile'
  return (
    <Note tone="bad" isAlert>
      <p>{isOld ? t('settings.changedMeanwhile') : say(error)}</p>
      {isOld && onLoadLatest !== undefined && (
        <Button size="small" className="mt-2" onClick={onLoadLatest}>
          {t('settings.loadLatest')}
        </Button>
      )}
    </Note>
  )
}

export interface SaveBarProps {
  readonly isDirty: boolean
  readonly isBusy: boolean
  readonly error: unknown
  readonly onSave: () => void
  readonly onReset: () => void
  readonly onLoadLatest?: () => void
  readonly children?: ReactNode
}

/** Below a form, in sight as soon as something was typed. */
export function SaveBar({ isDirty, isBusy, error, onSave, onReset, onLoadLatest, children }: SaveBarProps) {
  const t = useHubsTexts()
  const bar = useRef<HTMLDivElement>(null)
  const save = () => {
    if (!isDirty) return
    onSave()
    const form = bar.current?.closest<HTMLElement>('form, section')
    if (form != null) showFirstError(form)
  }
  return (
    <div
      ref={bar}
      className={`grid gap-3 border-t border-rule bg-page py-4 ${isDirty ? 'sticky bottom-0 z-10 max-md:bottom-[var(--tabs-height,0px)]' : ''}`}
    >
      <SavingProblem error={error} onLoadLatest={onLoadLatest} />
      {children}
      <div className="flex flex-wrap items-center gap-3">
        <Button kind="main" isBusy={isBusy} aria-disabled={!isDirty} onClick={save}>
          {t('settings.save')}
        </Button>
        {isDirty ? (
          <Button kind="quiet" onClick={onReset}>
            {t('settings.cancel')}
          </Button>
        ) : (
          <span className="dense muted">{t('settings.nothingChanged')}</span>
        )}
      </div>
    </div>
  )
}
