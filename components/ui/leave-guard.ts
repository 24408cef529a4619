'use client'

import { useEffect, useEffectEvent } from 'react'

type Guard = (leave: () => void) => void

/** Guards of unfinished work, in the order of their registration. */
const guards: Guard[] = []

/** Runs `leave`, which closes a dialog or opens another page, unless a guard asks the user first. */
export function leaveGuarded(leave: () => void): void {
  const guard = guards.at(-1)
  if (guard) guard(leave)
  else leave()
}

/** While `isActive`, passes the function of {@link leaveGuarded} to `onLeave`, which calls it if the user agrees. */
export function useLeaveGuard(isActive: boolean, onLeave: Guard): void {
  const guard = useEffectEvent(onLeave)
  useEffect(() => {
    if (!isActive) return
    const own: Guard = (leave) => guard(leave)
    guards.push(own)
    return () => {
      guards.splice(guards.indexOf(own), 1)
    }
  }, [isActive])
}
