/** Links inside the app: plain, as a button, as a number that opens its records. */
import { Link as RouterLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, ComponentType, ReactNode, Ref } from 'react'
import { Icon } from './icon.tsx'
import { buttonClass, type ButtonLook } from './button.tsx'

/** Paths come from the `paths` of a module's web face, not from the router's inferred tree: type checking must not grow with the app. */
export interface LinkTarget {
  to: string
  params?: Readonly<Record<string, string>>
  search?: Readonly<Record<string, unknown>> | true
  hash?: string
  replace?: boolean
  /** Keeps the place on the page: a choice within it, not a new page. */
  resetScroll?: boolean
  /** Current only when the path is exactly this one. */
  isExact?: boolean
  preload?: false | 'intent'
}

type NativeProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'>
export interface LinkProps extends NativeProps, LinkTarget {
  children?: ReactNode
  ref?: Ref<HTMLAnchorElement>
}

const AnyLink = RouterLink as unknown as ComponentType<Omit<LinkProps, 'isExact'> & { activeOptions: object; activeProps: object }>

export function Link({ isExact, ...props }: LinkProps) {
  return <AnyLink {...props} activeOptions={{ exact: isExact === true, includeSearch: false }} activeProps={{ 'aria-current': 'page' }} />
}

export function LinkButton({ kind, size, isWide, icon, className, children, ...rest }: LinkProps & ButtonLook) {
  return (
    <Link {...rest} className={buttonClass({ kind, size, isWide, className })}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </Link>
  )
}

/** Every number opens: a count leads to the records that it counts. */
export function NumLink({ children, className, ...rest }: LinkProps) {
  return (
    <Link {...rest} className={className === undefined ? 'num' : `num ${className}`}>
      {children}
    </Link>
  )
}

export interface Crumb {
  label: string
  target?: LinkTarget
}

export function Breadcrumb({ crumbs, label }: { crumbs: readonly Crumb[]; label: string }) {
  return (
    <nav aria-label={label}>
      <ol className="crumb">
        {crumbs.map((crumb) => (
          <li key={crumb.label}>
            {crumb.target === undefined ? <span>{crumb.label}</span> : <Link {...crumb.target}>{crumb.label}</Link>}
          </li>
        ))}
      </ol>
    </nav>
  )
}
