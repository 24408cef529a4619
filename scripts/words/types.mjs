/** Functions that return translators, by the form of their argument: a namespace, or options that contain one. */
export const TRANSLATOR_FACTORIES = ['useTranslations', 'getTranslations', 'createTranslator']

/**
 * Returns the namespace of a translator type such as `ReturnType<typeof useTranslations<'event'>>`; for an object type
 * those of its members. Resolves type aliases.
 */
export function namespaceOfType(type, types) {
  switch (type?.type) {
    case 'TsTypeQuery':
      return TRANSLATOR_FACTORIES.includes(type.exprName.value)
        ? type.typeArguments?.params[0]?.literal?.value
        : undefined
    case 'TsTypeReference':
      return ['ReturnType', 'Awaited', 'Pick', 'Omit'].includes(type.typeName.value)
        ? namespaceOfType(type.typeParams?.params[0], types)
        : types.get(type.typeName.value)
    case 'TsTypeLiteral':
      return namespacesOfMembers(type.members, types)
    case 'TsIntersectionType': {
      const parts = type.types.map((part) => namespaceOfType(part, types))
      const namespaces = parts.flatMap((part) => (part instanceof Map ? [...part] : []))
      return namespaces.length ? new Map(namespaces) : undefined
    }
    case 'TsIndexedAccessType': {
      const namespaces = namespaceOfType(type.objectType, types)
      return typeof namespaces === 'object' ? namespaces.get(type.indexType.literal?.value) : undefined
    }
    default:
      return undefined
  }
}

function namespacesOfMembers(members, types) {
  const namespaces = new Map()
  for (const { key, typeAnnotation } of members) {
    const namespace = namespaceOfType(typeAnnotation?.typeAnnotation, types)
    if (namespace !== undefined) namespaces.set(key?.value, namespace)
  }
  return namespaces.size ? namespaces : undefined
}

/** Returns the type aliases of a file that are translators, in order of dependency. */
export function typesOf(module) {
  const declared = module.body.map((item) => item.declaration ?? item)
  const types = new Map()
  const add = ({ id }, namespaces) => namespaces !== undefined && types.set(id.value, namespaces)
  for (const declaration of declared)
    if (declaration.type === 'TsTypeAliasDeclaration')
      add(declaration, namespaceOfType(declaration.typeAnnotation, types))
  for (const declaration of declared)
    if (declaration.type === 'TsInterfaceDeclaration')
      add(declaration, namespacesOfMembers(declaration.body.body, types))
  return types
}
