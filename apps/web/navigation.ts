/** After a navigation the focus goes to the heading of the new page, so that a screen reader says where one is. */
import type { AnyRouter } from '@tanstack/react-router'

export function focusAfterNavigation(router: AnyRouter): void {
  router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
    // The first page is read from its top by itself; a change of the query is no new page.
    if (fromLocation === undefined || !pathChanged) return
    requestAnimationFrame(() => {
      const main = document.getElementById('main')
      const heading = main?.querySelector<HTMLElement>('h1')
      if (heading != null) return focus(heading)
      if (main === null) return
      // The page is still on its way: the frame takes the focus, and hands it to the heading if nobody has moved on.
      focus(main)
      const observer = new MutationObserver(() => {
        const late = main.querySelector<HTMLElement>('h1')
        if (late === null) return
        observer.disconnect()
        if (document.activeElement === main || document.activeElement === document.body) focus(late)
      })
      observer.observe(main, { childList: true, subtree: true })
      setTimeout(() => observer.disconnect(), 10_000)
    })
  })
}

function focus(element: HTMLElement): void {
  if (!element.hasAttribute('tabindex')) element.tabIndex = -1
  element.focus({ preventScroll: true })
}
