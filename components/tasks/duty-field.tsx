'use client'

import { useTranslations } from 'next-intl'
import { SelectField } from '@/components/ui/field'
import { DUTY_CHOICES } from '@/lib/calendar/tasks/duty'
import type { Task } from '@/lib/schemas/tasks'
import type { TaskCommands } from './use-task-commands'

/** Whether a task requests a person, and when the others are notified if nobody is sure to do it. */
export function DutyField({ task, commands }: { task: Task; commands: TaskCommands }) {
  const t = useTranslations('tasks.duty')
  const isOther = task.duty !== null && !DUTY_CHOICES.some((minutes) => minutes === task.duty)
  return (
    <SelectField
      label={t('label')}
      hint={t('hint')}
      value={task.duty ?? ''}
      options={[
        ['', t('none')],
        ...DUTY_CHOICES.map((minutes) => [String(minutes), t(`before.${minutes}`)] as const),
        ...(isOther ? [[String(task.duty), t('other')] as const] : []),
      ]}
      onChange={({ target }) =>
        void commands.update(task, { duty: target.value ? Number(target.value) : null })
      }
    />
  )
}
