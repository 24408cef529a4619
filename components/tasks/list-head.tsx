'use client'

import { ArrowLeft, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { newKey } from '@/components/forms/once'
import { Segments } from '@/components/ui/field'
import { deleteTaskList, renameTaskList } from '@/lib/actions/tasks'
import type { TaskList } from '@/lib/schemas/tasks'
import styles from './tasks.module.css'
import type { TaskCommands } from './use-task-commands'

export type TaskView = 'list' | 'board'

/** Name of a list, which editors can change in place, and the choice of its view. */
export function ListHead({
  list,
  view,
  onView,
  commands,
}: {
  list: TaskList
  view: TaskView
  onView(view: TaskView): void
  commands: TaskCommands
}) {
  const t = useTranslations('tasks')
  const router = useRouter()
  const [name, setName] = useState<string | null>(null)
  const rename = (event?: FormEvent) => {
    event?.preventDefault()
    if (name?.trim() && name.trim() !== list.name)
      void commands.send(() => renameTaskList({ list: list.id, name }, newKey()))
    setName(null)
  }
  const remove = async () => {
    const text = t('deleted', { title: list.name })
    const response = await commands.send(() => deleteTaskList({ list: list.id }, newKey()), { text })
    if (response?.ok) router.push('/tasks')
  }
  return (
    <header className={styles.head}>
      <Link href="/tasks" className={`button quiet icon ${styles.back}`} aria-label={t('allLists')}>
        <ArrowLeft size={18} className="flips" aria-hidden />
      </Link>
      <div className={styles.headText}>
        {name === null ? (
          <h1>
            {list.canWrite ? (
              <button type="button" title={t('rename')} dir="auto" onClick={() => setName(list.name)}>
                {list.name}
              </button>
            ) : (
              <span dir="auto">{list.name}</span>
            )}
          </h1>
        ) : (
          <form onSubmit={rename}>
            <input
              className="input"
              // biome-ignore lint/a11y/noAutofocus: the user has just asked for it
              autoFocus
              aria-label={t('listName')}
              value={name}
              maxLength={80}
              dir="auto"
              onChange={({ target }) => setName(target.value)}
              onBlur={() => rename()}
              onKeyDown={({ key }) => key === 'Escape' && setName(null)}
            />
          </form>
        )}
        {list.group && (
          <Link href={`/groups/${list.group.id}`} prefetch={false}>
            <span className={`dot c-${list.group.color}`} aria-hidden="true" /> <bdi>{list.group.name}</bdi>
          </Link>
        )}
      </div>
      <Segments
        label={t('view')}
        name="task-view"
        value={view}
        options={[
          ['list', t('views.list')],
          ['board', t('views.board')],
        ]}
        onChange={onView}
      />
      {list.canWrite && (
        <button
          type="button"
          className="button quiet icon"
          aria-label={t('deleteList')}
          title={t('deleteList')}
          onClick={() => void remove()}
        >
          <Trash2 size={17} aria-hidden />
        </button>
      )}
    </header>
  )
}
