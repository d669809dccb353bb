/** What a page says when it could not get what it needs: what happened, and the one thing that helps. */
import type { ProblemError } from '#platform/contract/client.ts'

export interface ProblemWords {
  readonly look: 'gone' | 'locked' | 'failed'
  /** Absent: the sentence of the answer itself is the title. */
  readonly title?: 'public.notFoundTitle' | 'public.signInAgainTitle' | 'public.errorTitle'
  /** Whether the sentence of the answer stands below the title. */
  readonly hasSentence?: boolean
  readonly body?:
    | 'public.signInAgainBody'
    | 'public.notAllowedBody'
    | 'shell.noMembershipBody'
    | 'public.changedBody'
    | 'public.inputBody'
    | 'public.tooManyBody'
    | 'public.unavailableBody'
    | 'public.errorBody'
  /** Where to; trying again is offered only where it can help. */
  readonly act?: 'sign-in' | 'home' | 'retry'
}

export function problemWordsOf({ status, code }: Pick<ProblemError, 'status' | 'code'>): ProblemWords {
  switch (status) {
    case 401:
      return { look: 'locked', title: 'public.signInAgainTitle', body: 'public.signInAgainBody', act: 'sign-in' }
    case 403:
      if (code === 'platform.no_membership') return { look: 'locked', body: 'shell.noMembershipBody', act: 'home' }
      // these say themselves what to do
      if (code === 'platform.wrong_address' || code === 'platform.cross_site') return { look: 'locked' }
      return { look: 'locked', body: 'public.notAllowedBody', act: 'home' }
    case 404:
    case 410:
      return { look: 'gone', title: 'public.notFoundTitle', hasSentence: true, act: 'home' }
    case 409:
    case 412:
      return { look: 'failed', body: 'public.changedBody', act: 'retry' }
    case 429:
      return { look: 'failed', body: 'public.tooManyBody', act: 'retry' }
    case 502:
    case 503:
    case 504:
      return { look: 'failed', body: 'public.unavailableBody', act: 'retry' }
    default:
      return status >= 400 && status < 500
        ? { look: 'failed', body: 'public.inputBody', act: 'home' }
        : { look: 'failed', title: 'public.errorTitle', body: 'public.errorBody', act: 'retry' }
  }
}
