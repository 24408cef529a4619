'use client'

import { ListTodo, Plus, UserRound } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, useRef, useState } from 'react'
import { newKey } from '@/components/forms/once'
import { useReorder } from '@/components/ui/reorder'
import { createTaskList, moveTaskList } from '@/lib/actions/tasks'
import type { TaskList, TasksPageData } from '@/lib/schemas/tasks'
import styles from './side.module.css'
import type { TaskCommands } from './use-task-commands'

/** Navigation between the viewer's own tasks and the lists of their groups. */
export function Side({
  page,
  current,
  commands,
}: {
  page: TasksPageData
  /** Id of the shown list; null for the viewer's own tasks. */
  current: string | null
  commands: TaskCommands
}) {
  const t = useTranslations('tasks')
  return (
    <nav className={styles.side} aria-label={t('lists')} data-current={current === null ? 'own' : 'list'}>
      <Link href="/tasks" className={styles.link} aria-current={current === null ? 'page' : undefined}>
        <UserRound size={17} aria-hidden />
        <span className={styles.name}>{t('ownTasks')}</span>
        {page.own.length > 0 && <span className={styles.count}>{page.own.length}</span>}
      </Link>
      {page.groups.map((group) => (
        <section key={group.id} className={styles.group} aria-labelledby={`lists-${group.id}`}>
          <h2 id={`lists-${group.id}`}>
            <span className={`dot c-${group.color}`} aria-hidden="true" /> <bdi>{group.name}</bdi>
          </h2>
          <GroupLists
            lists={page.lists.filter((list) => list.group?.id === group.id)}
            {...{ current, commands }}
          />
          {group.canWrite && <NewList group={group.id} commands={commands} />}
        </section>
      ))}
      {page.groups.length === 0 && <p className={styles.hint}>{t('noGroups')}</p>}
    </nav>
  )
}

/** The lists of a group. Editors can drag a list, or move it with Alt and an arrow key. */
function GroupLists({
  lists,
  current,
  commands,
}: {
  lists: TaskList[]
  current: string | null
  commands: TaskCommands
}) {
  const rows = useRef<HTMLUListElement>(null)
  const { order, dragged, handle } = useReorder(
    lists.map(({ id }) => id),
    rows,
    (order, list) =>
      void commands.send(() =>
        moveTaskList({ list, after: order[order.indexOf(list) - 1] ?? null }, newKey()),
      ),
  )
  const byId = new Map(lists.map((list) => [list.id, list]))
  return (
    <ul ref={rows}>
      {order.flatMap((id) => {
        const list = byId.get(id)
        if (!list) return []
        const { onKeyDown } = handle(id)
        return (
          <li key={id} data-dragged={dragged === id || undefined}>
            <Link
              href={`/tasks/${id}`}
              className={styles.link}
              aria-current={current === id ? 'page' : undefined}
              onKeyDown={(event) => {
                if (event.altKey && list.canWrite) onKeyDown(event)
              }}
            >
              <ListTodo size={17} aria-hidden />
              <span className={styles.name} dir="auto">
                {list.name}
              </span>
              {list.open > 0 && <span className={styles.count}>{list.open}</span>}
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

/** Button that becomes the field for the name of a new list. */
function NewList({ group, commands }: { group: string; commands: TaskCommands }) {
  const t = useTranslations('tasks')
  const router = useRouter()
  const [name, setName] = useState<string | null>(null)
  const create = async (event: FormEvent) => {
    event.preventDefault()
    if (!name?.trim()) return
    const response = await commands.send(() => createTaskList({ group, name }, newKey()))
    if (!response?.ok) return
    setName(null)
    router.push(`/tasks/${response.result.id}`)
  }
  if (name === null) {
    return (
      <button type="button" className={styles.newList} onClick={() => setName('')}>
        <Plus size={16} aria-hidden /> {t('newList')}
      </button>
    )
  }
  return (
    <form onSubmit={create}>
      <input
        className="input"
        // biome-ignore lint/a11y/noAutofocus: the user has just asked for it
        autoFocus
        aria-label={t('listName')}
        placeholder={t('listNamePlaceholder')}
        value={name}
        maxLength={80}
        dir="auto"
        enterKeyHint="done"
        onChange={({ target }) => setName(target.value)}
        onBlur={() => !name.trim() && setName(null)}
        onKeyDown={({ key }) => key === 'Escape' && setName(null)}
      />
    </form>
  )
}
