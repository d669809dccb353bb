/** After a navigation the focus goes to the heading of the new page, so that a screen reader says where one is. */
import type { AnyRouter } from '@tanstack/react-router'

export function focusAfterNavigation(router: AnyRouter): void {
  router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
    // The first page is read from its top by itself; a change of the query is no new page.
    if (fromLocation === undefined || !pathChanged) return
    requestAnimationFrame(() => {
      const target = document.querySelector<HTMLElement>('#main h1') ?? document.getElementById('main')
      if (target === null) return
      if (!target.hasAttribute('tabindex')) target.tabIndex = -1
      target.focus({ preventScroll: true })
    })
  })
}
