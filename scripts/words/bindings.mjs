import { unwrap } from './keys.mjs'
import { namespaceOfType, TRANSLATOR_FACTORIES } from './types.mjs'

/** Binds a function's parameter whose type is a translator. */
export function bindParameter(pattern, scope) {
  bindPattern(pattern, namespaceOfType(pattern.typeAnnotation?.typeAnnotation, scope.types), scope)
}

/**
 * Binds the names of a pattern to translators.
 * @param namespaces the namespace of `t`, or the namespaces by member of `{ t, event: words }`
 */
function bindPattern(pattern, namespaces, scope) {
  if (namespaces === undefined) return
  if (pattern.type === 'Identifier') scope.namespaces.set(pattern.value, namespaces)
  if (pattern.type !== 'ObjectPattern' || typeof namespaces === 'string') return
  for (const { type, key, value } of pattern.properties)
    if (type !== 'RestElement')
      bindPattern(type === 'KeyValuePatternProperty' ? value : key, namespaces.get(key.value), scope)
}

/** Binds a variable to a translator, or to its value, which may be a key. */
export function bindVariable({ id, init }, scope) {
  if (!init) return
  const value = unwrap(init)
  if (id.type === 'ArrayPattern') {
    // const [t, app] = await Promise.all([getTranslations('groups'), getTranslations('app')])
    const list = value.type === 'CallExpression' && unwrap(value.arguments[0]?.expression)
    if (list?.type !== 'ArrayExpression') return
    id.elements.forEach((element, index) => {
      const initializer = list.elements[index]?.expression
      if (element && initializer) bindPattern(element, namespacesIn(unwrap(initializer), scope), scope)
    })
    return
  }
  const namespaces =
    namespaceOfType(id.typeAnnotation?.typeAnnotation, scope.types) ?? namespacesIn(value, scope)
  if (namespaces !== undefined) bindPattern(id, namespaces, scope)
  else if (id.type === 'Identifier') scope.values.set(id.value, value)
}

/** Returns the namespace of a translator expression; for an object, a Map of the namespaces of its members. */
export function namespacesIn(node, scope) {
  switch (node.type) {
    case 'CallExpression':
      return namespaceOfCall(node)
    case 'Identifier':
      return scope.namespacesOf(node.value)
    case 'ThisExpression':
      return scope.fields
    case 'MemberExpression': {
      const namespaces = namespacesIn(unwrap(node.object), scope)
      return typeof namespaces === 'object' ? namespaces.get(node.property.value) : undefined
    }
    default:
      return undefined
  }
}

/** Returns the namespaces of a class's fields, by field. */
export function fieldsOf({ body }, types) {
  const fields = new Map()
  for (const member of body) {
    const params = member.type === 'Constructor' ? member.params.map(({ param }) => param) : []
    for (const declared of member.type === 'ClassProperty' ? [member] : params) {
      const namespaces = namespaceOfType(declared?.typeAnnotation?.typeAnnotation, types)
      if (namespaces !== undefined) fields.set(declared.value ?? declared.key?.value, namespaces)
    }
  }
  return fields
}

/** Returns the namespace of a call that creates a translator; undefined for other calls. */
function namespaceOfCall(node) {
  if (node.type !== 'CallExpression' || !TRANSLATOR_FACTORIES.includes(node.callee.value)) return undefined
  const first = unwrap(node.arguments[0]?.expression)
  if (first?.type === 'StringLiteral') return first.value
  const option = first?.properties?.find(({ key }) => key?.value === 'namespace')
  return option ? unwrap(option.value).value : ''
}
