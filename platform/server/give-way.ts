/**
 * Requests come before jobs: somebody waits for the one, nobody sees the other. In one process on few cores a backlog
 * of mails otherwise takes its share of every answer (measured on two cores, 16 connections: 461 creates a second fell
 * to 249 once 4,000 mails were waiting). A process that only works has no requests and never waits.
 */

/** So many answers in the making are an ordinary moment. */
const mostAtRest = 4
/**
 * The longest a job waits, so that under lasting load mails still go out: each of the worker's places does a job every few
 * seconds, and a job is up to twenty mails or what follows from fifty bookings.
 */
const longestMs = 2_500
const stepMs = 20

let answering = 0

export async function whileAnswering<T>(work: () => Promise<T>): Promise<T> {
  answering++
  try {
    return await work()
  } finally {
    answering--
  }
}

/** Resolves when few requests are under way, or after a few seconds. */
export async function giveWay(): Promise<void> {
  for (let waited = 0; answering > mostAtRest && waited < longestMs; waited += stepMs) {
    await new Promise((resolve) => setTimeout(resolve, stepMs))
  }
}
