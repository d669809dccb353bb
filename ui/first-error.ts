/** Leads to the first field that is wrong, as soon as the errors are drawn: below a long form a press would seem to do nothing. */
export function showFirstError(within: HTMLElement): void {
  requestAnimationFrame(() => within.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
