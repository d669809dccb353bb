/** Fields of a form: the label above, what is expected below, what is wrong with an icon and the word. */
import { useId, type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react'
import { Icon } from './icon.tsx'
import { useUiWords } from './words.tsx'

interface FieldProps {
  label: string
  hint?: ReactNode
  /** What is wrong and what would be right, in the reader's words. */
  error?: string | undefined
  isRequired?: boolean
}

interface Wiring {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': boolean | undefined
  'aria-required': boolean | undefined
}

function Field({ label, hint, error, isRequired, children }: FieldProps & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId()
  const words = useUiWords()
  const described = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-err`].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {isRequired === true && <span className="need-mark">{words.required}</span>}
      </label>
      {children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': error === undefined ? undefined : true,
        'aria-required': isRequired,
      })}
      {hint !== undefined && (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      <FieldError id={`${id}-err`} error={error} />
    </div>
  )
}

export function FieldError({ id, error }: { id?: string; error: string | undefined }) {
  return error === undefined ? null : (
    <span className="err" id={id}>
      <Icon name="alert" />
      <span>{error}</span>
    </span>
  )
}

type InputProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'>
export interface TextFieldProps extends InputProps, FieldProps {
  value: string
  onChange: (value: string) => void
  ref?: Ref<HTMLInputElement>
}

export function TextField({ label, hint, error, isRequired, value, onChange, className, ...rest }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} isRequired={isRequired}>
      {(wiring) => (
        <input
          type="text"
          {...rest}
          {...wiring}
          className={className === undefined ? 'inp' : `inp ${className}`}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

type AreaProps = Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange' | 'value'>
export interface TextAreaProps extends AreaProps, FieldProps {
  value: string
  onChange: (value: string) => void
}

export function TextArea({ label, hint, error, isRequired, value, onChange, ...rest }: TextAreaProps) {
  return (
    <Field label={label} hint={hint} error={error} isRequired={isRequired}>
      {(wiring) => <textarea {...rest} {...wiring} className="inp" value={value} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  )
}

export interface Choice<V extends string = string> {
  value: V
  label: string
  isDisabled?: boolean
}

type NativeSelect = Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange' | 'value'>
export interface SelectProps<V extends string> extends NativeSelect, FieldProps {
  value: V
  onChange: (value: V) => void
  choices: readonly Choice<V>[]
}

/** The browser's own list: right on a phone, right with a screen reader. */
export function Select<V extends string>({ label, hint, error, isRequired, value, onChange, choices, ...rest }: SelectProps<V>) {
  return (
    <Field label={label} hint={hint} error={error} isRequired={isRequired}>
      {(wiring) => (
        <span className="sel-box">
          <select {...rest} {...wiring} className="inp" value={value} onChange={(event) => onChange(event.target.value as V)}>
            {choices.map((choice) => (
              <option key={choice.value} value={choice.value} disabled={choice.isDisabled}>
                {choice.label}
              </option>
            ))}
          </select>
          <Icon name="down" />
        </span>
      )}
    </Field>
  )
}

export interface CheckboxProps extends Omit<InputProps, 'type' | 'checked'> {
  isChecked: boolean
  onChange: (isChecked: boolean) => void
  error?: string | undefined
  children: ReactNode
}

export function Checkbox({ isChecked, onChange, error, children, ...rest }: CheckboxProps) {
  const id = useId()
  return (
    <div className="field">
      <label className="chk" htmlFor={id}>
        <input
          {...rest}
          id={id}
          type="checkbox"
          checked={isChecked}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={error === undefined ? undefined : `${id}-err`}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span>{children}</span>
      </label>
      <FieldError id={`${id}-err`} error={error} />
    </div>
  )
}

export interface Chip<V extends string = string> extends Omit<Choice<V>, 'label'> {
  label: ReactNode
}

export interface RadioChipsProps<V extends string> {
  legend: string
  value: V | undefined
  onChange: (value: V) => void
  choices: readonly Chip<V>[]
  /** `grid`: two columns of equal width. `flow`: as wide as the words. */
  layout?: 'grid' | 'flow'
  isLegendHidden?: boolean
}

/** Radio buttons drawn as chips; arrows move as in any radio group. */
export function RadioChips<V extends string>({ legend, value, onChange, choices, layout = 'grid', isLegendHidden }: RadioChipsProps<V>) {
  const name = useId()
  return (
    <fieldset>
      <legend className={isLegendHidden === true ? 'sr' : 'legend'}>{legend}</legend>
      <div className={layout === 'grid' ? 'chips' : 'chips flow'}>
        {choices.map((choice) => (
          <label key={choice.value} className="chip">
            <input
              type="radio"
              name={name}
              checked={choice.value === value}
              disabled={choice.isDisabled}
              onChange={() => onChange(choice.value)}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

export interface NumberStepperProps {
  label: string
  value: number
  min: number
  max: number
  onChange: (value: number) => void
  /** How the figure is said: `2名`, `2 people`. */
  format?: (value: number) => string
}

export function NumberStepper({ label, value, min, max, onChange, format = String }: NumberStepperProps) {
  const words = useUiWords()
  const id = useId()
  return (
    <div className="flex items-center justify-between gap-4" role="group" aria-labelledby={id}>
      <span id={id} className="font-bold">
        {label}
      </span>
      <span className="stepper">
        <button type="button" aria-label={words.decrease} disabled={value <= min} onClick={() => onChange(Math.max(min, value - 1))}>
          <Icon name="minus" />
        </button>
        <output aria-live="polite">{format(value)}</output>
        <button type="button" aria-label={words.increase} disabled={value >= max} onClick={() => onChange(Math.min(max, value + 1))}>
          <Icon name="plus" />
        </button>
      </span>
    </div>
  )
}
