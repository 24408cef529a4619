'use client'

import { useEffect, useEffectEvent } from 'react'

type Guard = (leave: () => void) => void

/** Guards of work that leaving would end, the last registered at the end. */
const guards: Guard[] = []

/** Runs `leave`, which closes a dialog or opens another page, unless a guard asks the user first. */
export function leaveGuarded(leave: () => void): void {
  const guard = guards.at(-1)
  if (guard) guard(leave)
  else leave()
}

/** While `isActive`, `onLeave` gets what {@link leaveGuarded} is asked to run, and runs it if the user agrees. */
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
