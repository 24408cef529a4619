let isWaiting = false

/** Whether changes wait in the outbox: a later change has to wait behind them. */
export function hasWaiting(): boolean {
  return isWaiting
}

export function setWaiting(waiting: boolean): void {
  isWaiting = waiting
}
