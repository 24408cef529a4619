let isWaiting = false

/** Returns whether changes wait in the outbox. If so, later changes have to wait too. */
export function hasWaiting(): boolean {
  return isWaiting
}

export function setWaiting(waiting: boolean): void {
  isWaiting = waiting
}
