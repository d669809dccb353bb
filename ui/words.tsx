/** The few words that components say by themselves. The shell fills them in from the reader's language. */
import { createContext, useContext } from 'react'

export interface UiWords {
  readonly close: string
  readonly cancel: string
  readonly undo: string
  readonly required: string
  readonly optional: string
  readonly decrease: string
  readonly increase: string
  readonly previousMonth: string
  readonly nextMonth: string
  readonly sortBy: (column: string) => string
  readonly retry: string
  readonly requestId: (id: string) => string
  readonly chooseFile: string
  readonly dropFile: string
  readonly breadcrumb: string
  readonly working: string
  readonly today: string
  readonly selected: string
  readonly notices: string
}

/** English stands in until the shell has loaded the reader's language: a test or a lone component still reads well. */
const fallback: UiWords = {
  close: 'Close',
  cancel: 'Cancel',
  undo: 'Undo',
  required: 'required',
  optional: 'optional',
  decrease: 'Fewer',
  increase: 'More',
  previousMonth: 'Previous month',
  nextMonth: 'Next month',
  sortBy: (column) => `Sort by ${column}`,
  retry: 'Try again',
  requestId: (id) => `Request ${id}`,
  chooseFile: 'Choose a file',
  dropFile: 'or drop it here',
  breadcrumb: 'Where you are',
  working: 'Working…',
  today: 'today',
  selected: 'selected',
  notices: 'Notices',
}

const Words = createContext<UiWords>(fallback)
export const UiWordsProvider = Words.Provider
export const useUiWords = (): UiWords => useContext(Words)
