'use client'

import { later, OptionalPart } from '@/components/shell/later'
import { useHydrated } from '@/components/ui/hydrated'
import type { OwnerTasksProps } from './owner-tasks'

const OwnerTasks = later(
  () => import('./owner-tasks').then((all) => all.OwnerTasks),
  ['tasks', 'repeat', 'repeatEditor'],
)

/** The tasks of an event or gathering, whose script is loaded after the page. */
export function LaterOwnerTasks(props: OwnerTasksProps) {
  // Rendered in the browser only: `later` loads nothing on the server.
  return useHydrated() ? (
    <OptionalPart>
      <OwnerTasks {...props} />
    </OptionalPart>
  ) : null
}
