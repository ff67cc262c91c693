import { keyPem, type Made } from '../scm-v3/certificates.ts'

/** What buys one DV certificate for one name. */
export const purchase = (changes: object = {}) => ({
  cert_brand: 'GEOTRUST',
  cert_type: 'DV_SSL_CERT',
  domain_type: 'SINGLE_DOMAIN',
  effective_time: 1,
  domain_numbers: 1,
  order_number: 1,
  agree_privacy_protection: true,
  ...changes,
})

export const applicant = (changes: object = {}) => ({
  domain: 'www.example.test',
  applicant_name: 'Li Lei',
  applicant_phone: '13212345678',
  applicant_email: 'li.lei@example.test',
  agree_privacy_protection: true,
  ...changes,
})

export const uploadBody = (made: Made, changes: object = {}) => ({
  cert_name: 'site',
  cert: made.pem,
  private_key: keyPem(made),
  ...changes,
})

/** One transparent pixel. */
export const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
