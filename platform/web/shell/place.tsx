/** A line of a list of screens. */
import { Icon, type IconName } from '#ui/icon.tsx'
import { Link } from '#ui/link.tsx'

export function Place({ to, icon, label, about }: { to: string; icon: IconName; label: string; about?: string }) {
  return (
    <li className="border-b border-rule">
      <Link to={to} className="flex min-h-16 items-center gap-4 py-3 text-ink no-underline hover:underline">
        <Icon name={icon} className="text-ink-3" />
        <span className="min-w-0 flex-1">
          <b className="block leading-normal">{label}</b>
          {about !== undefined && <span className="dense muted">{about}</span>}
        </span>
        <Icon name="right" className="text-ink-3" />
      </Link>
    </li>
  )
}
