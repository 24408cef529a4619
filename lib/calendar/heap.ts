/** Pushes a value onto a binary min-heap. */
export function pushToHeap(heap: number[], value: number): void {
  let at = heap.length
  heap.push(value)
  for (let parent = (at - 1) >> 1; at > 0 && heap[parent]! > value; parent = (at - 1) >> 1) {
    heap[at] = heap[parent]!
    heap[parent] = value
    at = parent
  }
}

/** Pops the minimum of a non-empty heap. */
export function popFromHeap(heap: number[]): number {
  const top = heap[0]!
  const value = heap.pop()!
  for (let at = 0; heap.length; ) {
    let child = 2 * at + 1
    if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++
    if (child >= heap.length || heap[child]! >= value) {
      heap[at] = value
      break
    }
    heap[at] = heap[child]!
    at = child
  }
  return top
}
