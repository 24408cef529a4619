'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { TextField } from '@/components/ui/field'
import { MAX_WANTED } from '@/lib/schemas/choices'
import type { Task } from '@/lib/schemas/tasks'
import type { TaskCommands } from './use-task-commands'

/** The number that a sign-up sheet asks for, saved when the field is left. An empty field makes it an ordinary task. */
export function WantedField({ task, commands }: { task: Task; commands: TaskCommands }) {
  const t = useTranslations('tasks.signUp')
  const [typed, setTyped] = useState<string | null>(null)
  const save = () => {
    const wanted = typed ? Math.floor(Number(typed)) : null
    const isValid = wanted === null || (wanted >= 1 && wanted <= MAX_WANTED)
    if (typed !== null && isValid && wanted !== task.wanted) void commands.update(task, { wanted })
    setTyped(null)
  }
  return (
    <TextField
      label={t('wanted')}
      hint={t('wantedHint')}
      type="number"
      inputMode="numeric"
      min={1}
      max={MAX_WANTED}
      value={typed ?? task.wanted ?? ''}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={save}
    />
  )
}
