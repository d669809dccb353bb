/** What a screen shows when it has nothing to show: not yet, nothing there, not allowed, went wrong. */
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'
import { useUiWords } from './words.tsx'

/** Stands where text will be, in its size, so that nothing jumps. */
export function Skeleton({ width = '100%', height = '1.2em' }: { width?: string; height?: string }) {
  return <span className="sk" style={{ width, height }} aria-hidden="true" />
}

export function SkeletonLines({ count = 3, label }: { count?: number; label: string }) {
  return (
    <div className="grid gap-3 py-4" role="status">
      <span className="sr">{label}</span>
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} width={index === count - 1 ? '60%' : '100%'} />
      ))}
    </div>
  )
}

interface StateProps {
  icon?: IconName
  title: string
  children?: ReactNode
  /** The first step out of here. */
  act?: ReactNode
  /** It is all there is on the page: its title is the page's heading. */
  isPage?: boolean
}

export function EmptyState({ icon = 'info', title, children, act, isPage }: StateProps) {
  const Title = isPage === true ? 'h1' : 'p'
  return (
    <div className="empty">
      <Title className="flex items-start gap-3 text-[1.125rem] font-bold leading-normal" tabIndex={isPage === true ? -1 : undefined}>
        <Icon name={icon} className="mt-[0.1em] text-ink-3" />
        {title}
      </Title>
      {children !== undefined && <div className="muted mt-2">{children}</div>}
      {act !== undefined && <div className="mt-4 flex flex-wrap gap-3">{act}</div>}
    </div>
  )
}

export interface ErrorStateProps {
  title: string
  children?: ReactNode
  requestId?: string
  onRetry?: () => void
  isRetrying?: boolean
  act?: ReactNode
}

export function ErrorState({ title, children, requestId, onRetry, isRetrying, act }: ErrorStateProps) {
  const words = useUiWords()
  return (
    <div className="empty border-solid" role="alert">
      <p className="flex items-start gap-3 text-[1.125rem] font-bold leading-normal">
        <Icon name="alert" className="mt-[0.1em] text-bad" />
        {title}
      </p>
      {children !== undefined && <div className="muted mt-2">{children}</div>}
      <div className="mt-4 flex flex-wrap items-center gap-x-6 gap-y-3">
        {onRetry !== undefined && (
          <Button onClick={onRetry} isBusy={isRetrying}>
            {words.retry}
          </Button>
        )}
        {act}
        {requestId !== undefined && requestId !== '' && <span className="dense muted">{words.requestId(requestId)}</span>}
      </div>
    </div>
  )
}

export function NoPermission({ title, children, act, isPage }: StateProps) {
  return (
    <EmptyState icon="lock" title={title} act={act} isPage={isPage}>
      {children}
    </EmptyState>
  )
}

/** Across the top while the line is down: what still works and that it comes back by itself. */
export function LineBanner({ icon = 'offline', children }: { icon?: IconName; children: ReactNode }) {
  return (
    <div className="line-banner" role="status">
      <Icon name={icon} />
      <span>{children}</span>
    </div>
  )
}
