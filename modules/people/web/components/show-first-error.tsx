/** After a press that found something missing: the first such field, so that keyboard and screen reader are where it is. */
export function showFirstError(form: HTMLElement): void {
  // the fields say that they are wrong with the next drawing only
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
