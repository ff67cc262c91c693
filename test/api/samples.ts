/** Requests that are right, for tests to change one thing of. */

export const authorities = '/v1/private-certificate-authorities'
export const certificates = '/v1/private-certificates'
export const unknownId = '00000000-0000-4000-8000-000000000000'

export const subject = (commonName: string) => ({
  common_name: commonName,
  country: 'CN',
  state: 'Sichuan',
  locality: 'Chengdu',
  organization: 'Acme',
  organizational_unit: 'PKI',
})

export const rootBody = (commonName = 'Test Root') => ({
  type: 'ROOT',
  distinguished_name: subject(commonName),
  key_algorithm: 'EC256',
  signature_algorithm: 'SHA256',
  validity: { type: 'YEAR', value: 10 },
})

export const subordinateBody = (issuerId: string, commonName = 'Test Subordinate') => ({
  type: 'SUBORDINATE',
  distinguished_name: subject(commonName),
  key_algorithm: 'EC256',
  signature_algorithm: 'SHA256',
  issuer_id: issuerId,
  validity: { type: 'YEAR', value: 5 },
})

export const pendingBody = (commonName = 'Test Pending') => ({
  type: 'SUBORDINATE',
  distinguished_name: subject(commonName),
  key_algorithm: 'EC256',
})

export const activateBody = (issuerId: string) => ({
  issuer_id: issuerId,
  signature_algorithm: 'SHA256',
  validity: { type: 'YEAR', value: 2 },
})

export const issueBody = (issuerId: string, commonName = 'www.example.test') => ({
  issuer_id: issuerId,
  key_algorithm: 'EC256',
  signature_algorithm: 'SHA256',
  distinguished_name: { common_name: commonName },
  validity: { type: 'DAY', value: 90 },
})

export const orderBody = (count: number) => ({
  cloud_service_type: 'hws.service.type.ccm',
  charging_mode: 0,
  period_type: 3,
  period_num: 1,
  is_auto_renew: 0,
  is_auto_pay: 1,
  subscription_num: count,
  product_infos: [
    {
      cloud_service_type: 'hws.service.type.ccm',
      resource_type: 'hws.resource.type.pca.duration',
      resource_spec_code: 'ca.duration',
    },
  ],
})
