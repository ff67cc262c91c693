# A CA hierarchy and a certificate with the vendor's provider, against a server of one's own.
terraform {
  required_version = ">= 1.5"
  required_providers {
    huaweicloud = {
      source  = "huaweicloud/huaweicloud"
      version = "~> 1.97"
    }
  }
}

variable "endpoint" {
  description = "Base URL of the API, with a slash at its end: https://ccm.example.test:8443/"
  type        = string
  validation {
    condition     = can(regex("^https?://.*/$", var.endpoint))
    error_message = "The endpoint is a URL with a slash at its end."
  }
}

variable "access_key" {
  type      = string
  sensitive = true
}

variable "secret_key" {
  type      = string
  sensitive = true
}

variable "domain_id" {
  description = "domain.id of credentials.json"
  type        = string
}

variable "project_id" {
  description = "project.id of credentials.json"
  type        = string
}

provider "huaweicloud" {
  region     = "cn-north-4" # CHANCERY_REGION of the server
  access_key = var.access_key
  secret_key = var.secret_key
  domain_id  = var.domain_id
  project_id = var.project_id
  auth_url   = "${var.endpoint}v3"

  # nothing of the vendor's cloud is asked
  skip_check_website_type = true
  endpoints = {
    ccm = var.endpoint
    iam = var.endpoint
  }
  # no "insecure": the machine trusts the server's root (SSL_CERT_FILE, or the system's store)
}

locals {
  subject = {
    country             = "CN"
    state               = "Sichuan"
    locality            = "Chengdu"
    organization        = "Example"
    organizational_unit = "Platform"
  }
}

resource "huaweicloud_ccm_private_ca" "root" {
  type                = "ROOT"
  key_algorithm       = "EC384"
  signature_algorithm = "SHA384"
  pending_days        = "7"

  distinguished_name {
    common_name         = "Example Root CA"
    country             = local.subject.country
    state               = local.subject.state
    locality            = local.subject.locality
    organization        = local.subject.organization
    organizational_unit = local.subject.organizational_unit
  }

  validity {
    type  = "YEAR"
    value = 20
  }
}

resource "huaweicloud_ccm_private_ca" "servers" {
  type                = "SUBORDINATE"
  issuer_id           = huaweicloud_ccm_private_ca.root.id
  key_algorithm       = "EC256"
  signature_algorithm = "SHA256"
  pending_days        = "7"

  distinguished_name {
    common_name         = "Example Server CA"
    country             = local.subject.country
    state               = local.subject.state
    locality            = local.subject.locality
    organization        = local.subject.organization
    organizational_unit = local.subject.organizational_unit
  }

  validity {
    type  = "YEAR"
    value = 10
  }
}

resource "huaweicloud_ccm_private_certificate" "client" {
  issuer_id           = huaweicloud_ccm_private_ca.servers.id
  key_algorithm       = "EC256"
  signature_algorithm = "SHA256"

  distinguished_name {
    common_name = "reporting.example.test"
  }

  validity {
    type  = "DAY"
    value = 90
  }
}

data "huaweicloud_ccm_private_ca_export" "root" {
  ca_id = huaweicloud_ccm_private_ca.root.id
}

output "root_certificate" {
  value = data.huaweicloud_ccm_private_ca_export.root.certificate
}

output "issuing_ca_id" {
  value = huaweicloud_ccm_private_ca.servers.id
}

output "certificate_id" {
  value = huaweicloud_ccm_private_certificate.client.id
}
