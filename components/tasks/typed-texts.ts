import type { Task } from '@/lib/schemas/tasks'

/** Texts of a task that were typed and not saved yet. Others may change the ones that are not contained. */
export interface TypedTexts {
  title?: string
  note?: string
}

/** Returns the fields that typed texts change. A task keeps its title if the typed one is empty. */
export function changedTexts(
  { title, note }: TypedTexts,
  task: Pick<Task, 'title' | 'note'>,
): Partial<Pick<Task, 'title' | 'note'>> {
  const trimmed = title?.trim()
  return {
    ...(trimmed && trimmed !== task.title && { title: trimmed }),
    ...(note !== undefined && note !== task.note && { note }),
  }
}
