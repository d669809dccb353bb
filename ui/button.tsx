import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { Icon, type IconName } from './icon.tsx'
import { useUiWords } from './words.tsx'

export interface ButtonLook {
  /** `main`: the one thing to do here. `bad`: needs someone now, or cannot be undone. Default: the other thing to do. */
  kind?: 'main' | 'bad' | 'quiet' | 'bare'
  size?: 'normal' | 'small'
  isWide?: boolean
  icon?: IconName
  className?: string
}

export function buttonClass({ kind, size, isWide, className }: ButtonLook): string {
  return ['btn', kind, size === 'small' && 's', isWide === true && 'wide', className].filter(Boolean).join(' ')
}

type NativeProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'>

export interface ButtonProps extends NativeProps, ButtonLook {
  /** Shows that the press is being worked on, keeps the width, and swallows further presses. */
  isBusy?: boolean
  ref?: Ref<HTMLButtonElement>
  children: ReactNode
}

export function Button({ kind, size, isWide, icon, className, isBusy, onClick, children, ...rest }: ButtonProps) {
  const words = useUiWords()
  return (
    <button
      type="button"
      {...rest}
      className={buttonClass({ kind, size, isWide, className })}
      aria-busy={isBusy === true ? true : undefined}
      // Not `disabled`: a button that loses focus in the middle of a press throws keyboard users to the top.
      aria-disabled={isBusy === true ? true : rest['aria-disabled']}
      onClick={
        isBusy === true
          ? (event) => {
              event.preventDefault()
            }
          : onClick
      }
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
      {isBusy === true && <span className="sr">{words.working}</span>}
    </button>
  )
}

export interface IconButtonProps extends NativeProps {
  icon: IconName
  /** What it does; read aloud and shown as a tip. */
  label: string
  ref?: Ref<HTMLButtonElement>
}

export function IconButton({ icon, label, ...rest }: IconButtonProps) {
  return (
    <button type="button" title={label} aria-label={label} {...rest} className="icon-btn">
      <Icon name={icon} />
    </button>
  )
}
