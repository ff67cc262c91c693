import {
  type ApiOperation,
  defaultBodyLimitBytes,
  type FileBody,
  type TObject,
} from '../../contract/operation.ts'
import type { Family } from '../wire/server-parts.ts'
import type { OperationObject, Parameter } from './open-api.ts'
import { responsesOf } from './responses.ts'
import { bodySchemaOf, errorCodesOf, schemaOf } from './schema.ts'

/** One operation of the contract as OpenAPI describes it. */
export function operationObject(operation: ApiOperation, family: Family): OperationObject {
  const { id, summary, action, bodyLimitBytes = defaultBodyLimitBytes } = operation
  const parameters = [
    ...parametersIn('path', operation.params),
    ...parametersIn('query', operation.query),
    ...parametersIn('header', operation.headers),
  ]
  const body = operation.body && bodySchemaOf(operation.body)
  const violations = [...parameters.map(({ schema }) => schema), ...(body ? [body] : [])].flatMap(
    errorCodesOf,
  )
  return {
    operationId: id,
    summary,
    tags: [tagOf(operation, family)],
    ...(action !== null && action !== 'open' && { 'x-action': action }),
    ...(action === 'open' && { security: [] }),
    ...(bodyLimitBytes !== defaultBodyLimitBytes && { 'x-body-limit-bytes': bodyLimitBytes }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: operation.isBodyOptional !== true,
        content: { 'application/json': { schema: body } },
      },
    }),
    ...(operation.file && { requestBody: fileBody(operation.file) }),
    responses: responsesOf(operation, family, violations),
  }
}

/** OpenAPI 3.1 §4.14.3: octets as they are have no schema. */
const fileBody = ({ mediaTypes, description }: FileBody): NonNullable<OperationObject['requestBody']> => ({
  required: true,
  description,
  content: {
    ...Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, {}])),
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: ['file'],
        properties: { file: { contentMediaType: mediaTypes[0] } },
      },
    },
  },
})

function parametersIn(place: Parameter['in'], shape: TObject | undefined): Parameter[] {
  const { properties = {}, required = [] } = shape ? schemaOf(shape) : {}
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema,
  }))
}

/** Segments that only say where a noun stands: `/v3/auth/tokens`, `/v1/pca/config`, `/v3.0/OS-ROLE/roles`. */
const isPlace = (segment: string) => segment === 'auth' || segment === 'pca' || segment.startsWith('OS-')

/** Family and noun: the first word of the path that names one. */
export function tagOf({ path }: ApiOperation, { name }: Family): string {
  const [, , ...segments] = path.split('/')
  const noun = segments.find((segment) => !isPlace(segment)) ?? ''
  return `${name}: ${noun.replaceAll('-', ' ')}`
}
