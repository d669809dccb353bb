import 'react'

declare module 'react' {
  /** Custom properties (`--s`) set by React through the CSSOM: a policy with `style-src-attr 'none'` lets them pass. */
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined
  }
}
