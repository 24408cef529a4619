'use client'

import { useQuery } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { DateField } from '@/components/ui/date-field'
import { SelectField } from '@/components/ui/field'
import { TimeField } from '@/components/ui/time-field'
import type { WallMs } from '@/lib/calendar/day'
import { DAY, dayOf } from '@/lib/calendar/day'
import { presetOf, presetsOf } from '@/lib/calendar/series/presets'
import { type Due, spanOfDue } from '@/lib/calendar/tasks/due'
import { TASK_STATUSES, type TaskStatus } from '@/lib/calendar/tasks/task'
import { presetText } from '@/lib/event-text/preset-text'
import { formatRecurrence } from '@/lib/event-text/recurrence-text'
import { MAX_TASK_NOTE, MAX_TASK_TITLE } from '@/lib/schemas/choices'
import type { Task, TaskList, TaskPerson } from '@/lib/schemas/tasks'
import type { Viewer } from '@/lib/schemas/users'
import { DutyField } from './duty-field'
import { RotationField } from './rotation-field'
import { TASKS_QUERY } from './task-data'
import styles from './tasks.module.css'
import { changedTexts, type TypedTexts } from './typed-texts'
import type { TaskCommands } from './use-task-commands'
import { WantedField } from './wanted-field'

/** The details of a task. Each field is saved when it is left or chosen; Escape and Enter in the title close them. */
export function TaskDetails({
  task,
  people,
  viewer,
  wall,
  commands,
  onClose,
}: {
  task: Task
  people: TaskPerson[]
  viewer: Viewer
  wall: WallMs
  commands: TaskCommands
  onClose(): void
}) {
  const t = useTranslations('tasks')
  const [typed, setTyped] = useState<TypedTexts>({})
  const titleField = useRef<HTMLInputElement>(null)
  useEffect(() => titleField.current?.focus(), [])
  const save = () => {
    const patch = changedTexts(typed, task)
    setTyped({})
    if (Object.keys(patch).length) void commands.update(task, patch)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const isDone = event.key === 'Enter' && event.target === titleField.current
    if (event.key !== 'Escape' && !isDone) return
    event.preventDefault()
    save()
    onClose()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of its fields bubble
    <div className={styles.taskDetails} onKeyDown={onKeyDown}>
      <input
        ref={titleField}
        className="input"
        aria-label={t('title')}
        value={typed.title ?? task.title}
        maxLength={MAX_TASK_TITLE}
        dir="auto"
        onChange={({ target }) => setTyped((before) => ({ ...before, title: target.value }))}
        onBlur={save}
      />
      <textarea
        className="input"
        aria-label={t('note')}
        placeholder={t('note')}
        rows={2}
        value={typed.note ?? task.note}
        maxLength={MAX_TASK_NOTE}
        dir="auto"
        onChange={({ target }) => setTyped((before) => ({ ...before, note: target.value }))}
        onBlur={save}
      />
      <div className={styles.fields}>
        <DueFields task={task} viewer={viewer} wall={wall} commands={commands} />
        <SelectField
          label={t('assignee')}
          value={task.assignee ?? ''}
          options={[['', t('nobody')], ...people.map(({ id, name }) => [id, name] as const)]}
          onChange={({ target }) => void commands.update(task, { assignee: target.value || null })}
        />
        <SelectField
          label={t('statusLabel')}
          value={task.status}
          options={TASK_STATUSES.map((status) => [status, t(`status.${status}`)] as const)}
          onChange={({ target }) => void commands.setStatus(task, target.value as TaskStatus)}
        />
        {task.wanted === null && <DutyField task={task} commands={commands} />}
        <RotationField {...{ task, people, viewer, wall, commands }} />
        {task.rule === null && task.duty === null && <WantedField task={task} commands={commands} />}
        <ListField task={task} commands={commands} />
      </div>
      <div className="row-end">
        <button type="button" className="button quiet danger" onClick={() => void commands.remove(task)}>
          <Trash2 size={16} aria-hidden /> {t('delete')}
        </button>
        <button
          type="button"
          className="button primary"
          onClick={() => {
            save()
            onClose()
          }}
        >
          {t('close')}
        </button>
      </div>
    </div>
  )
}

function DueFields({
  task,
  viewer,
  wall,
  commands,
}: {
  task: Task
  viewer: Viewer
  wall: WallMs
  commands: TaskCommands
}) {
  const t = useTranslations('tasks')
  const repeatEditor = useTranslations('repeatEditor')
  const repeat = useTranslations('repeat')
  const { due, rule } = task
  const setDue = (due: Due | null) => void commands.update(task, due ? { due } : { due, rule: null })
  const today = Math.floor(wall / DAY)
  if (!due) {
    return (
      <div className={styles.dueChoices}>
        <span className="label">{t('due')}</span>
        <span>
          {([0, 1, 7] as const).map((days) => (
            <button
              key={days}
              type="button"
              className="button"
              onClick={() => setDue({ day: dayOf(today + days), time: null, zone: null })}
            >
              {t(`in.${days}`)}
            </button>
          ))}
        </span>
      </div>
    )
  }
  const span = spanOfDue(due)
  const preset = presetOf(rule === null ? [] : [rule], span)
  const kept = rule !== null && !preset
  return (
    <>
      <div className={styles.dueFields}>
        <DateField
          label={t('due')}
          pickLabel={t('pickDate')}
          value={due.day}
          format={viewer}
          clear={{ label: t('noDue'), onClear: () => setDue(null) }}
          onChange={(day) => setDue({ ...due, day })}
        />
        {due.time === null ? (
          <button
            type="button"
            className="button quiet"
            onClick={() => setDue({ ...due, time: '09:00', zone: viewer.timeZone })}
          >
            {t('addTime')}
          </button>
        ) : (
          <>
            <TimeField
              label={t('time')}
              value={minutesOf(due.time)}
              format={viewer}
              onChange={(minutes) => setDue({ ...due, time: timeOf(minutes) })}
            />
            <button
              type="button"
              className="button quiet"
              onClick={() => setDue({ ...due, time: null, zone: null })}
            >
              {t('noTime')}
            </button>
          </>
        )}
      </div>
      <SelectField
        label={t('repeat')}
        value={kept ? 'kept' : (preset ?? 'none')}
        options={[
          ...(kept
            ? [
                [
                  'kept',
                  formatRecurrence(
                    { span, recurrence: { rules: [rule], dates: [], exclusions: [] } },
                    viewer,
                    repeat,
                  ),
                ] as const,
              ]
            : []),
          ...presetsOf(due.day).map(
            ({ preset }) => [preset, presetText(preset, due.day, viewer, repeatEditor)] as const,
          ),
        ]}
        onChange={({ target }) => {
          const chosen = presetsOf(due.day).find(({ preset }) => preset === target.value)
          if (chosen) void commands.update(task, { rule: chosen.rules[0] ?? null })
        }}
      />
    </>
  )
}

/** Moves the task to another list of its group. */
function ListField({ task, commands }: { task: Task; commands: TaskCommands }) {
  const t = useTranslations('tasks')
  const { data } = useQuery(TASKS_QUERY)
  const current = data?.lists.find(({ id }) => id === task.list)
  const lists = data?.lists.filter(({ group }: TaskList) => group?.id === current?.group?.id) ?? []
  if (!current || lists.length < 2) return null
  return (
    <SelectField
      label={t('list')}
      value={task.list}
      options={lists.map(({ id, name }) => [id, name] as const)}
      onChange={({ target }) => void commands.moveToList(task, target.value)}
    />
  )
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

function timeOf(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')
}
