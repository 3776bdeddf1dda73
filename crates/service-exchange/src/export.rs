//! A scenario's service as a definition for AWS. What a definition needs and a scenario does
//! not know, images, roles, ARNs, is a placeholder of the account 111122223333, which AWS
//! uses in its examples.

mod tree;

use apprunner_sim::model::rules::Edition;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::service::{AutoDeployments, Service, StartMode};
use spanned_toml::word::Word;

use self::tree::Tree;
use super::fields::{DefinitionKind, Dialect, FIELDS, FieldValue, Spelling, asks_path};
use super::loss::{Losses, ServiceLoss, ServiceLossKind};

/// The public image that a scenario's application stands for.
const PUBLIC_IMAGE: &str = "public.ecr.aws/aws-containers/hello-app-runner:latest";
/// A private image, the only kind that App Runner deploys by itself.
const PRIVATE_IMAGE: &str = "111122223333.dkr.ecr.us-east-1.amazonaws.com/my-app:latest";
/// The longest name of a service, and of an auto scaling configuration.
const LONGEST_NAME: usize = 32;
/// The shortest name of either.
const SHORTEST_NAME: usize = 4;

/// A definition that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceTarget {
    /// Input of `aws apprunner create-service`.
    CreateService,
    /// Input of `aws apprunner create-auto-scaling-configuration`.
    CreateAutoScaling,
    /// A template of CloudFormation.
    CloudFormation,
    /// A configuration of Terraform.
    Terraform,
    /// Input of `aws ecs create-express-gateway-service`.
    Express,
}

/// The words that the command line takes.
impl Word for ServiceTarget {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("create-service", Self::CreateService),
        ("create-auto-scaling-configuration", Self::CreateAutoScaling),
        ("cloudformation", Self::CloudFormation),
        ("terraform", Self::Terraform),
        ("express", Self::Express),
    ];
}

impl ServiceTarget {
    /// The edition whose limits its values keep.
    pub fn edition(self) -> Edition {
        match self {
            Self::Express => Edition::Express,
            Self::CreateService
            | Self::CreateAutoScaling
            | Self::CloudFormation
            | Self::Terraform => Edition::Aws,
        }
    }
}

/// What a scenario became.
#[derive(Clone, Debug)]
pub struct ExportedDefinition {
    /// The file.
    pub text: String,
    /// What the definition cannot hold, and what it leaves to others.
    pub losses: Vec<ServiceLoss>,
}

/// Writes the service of `scenario` for `target`. It has to be read under the edition of the
/// target, whose limits the values keep: [`ServiceTarget::edition`].
pub fn export(scenario: &Scenario, target: ServiceTarget) -> ExportedDefinition {
    let name = service_name(&scenario.name);
    let service = &scenario.service;
    let mut losses = Losses::default();
    omissions(scenario, target, &mut losses);
    let text = match target {
        ServiceTarget::CreateService => {
            let arn = "arn:aws:apprunner:us-east-1:111122223333:autoscalingconfiguration";
            let arn = Tree::text(format!("{arn}/{name}/1/00000000000000000000000000000001"));
            let role = Tree::text("arn:aws:iam::111122223333:role/my-access-role");
            app_runner(service, &name, Spelling::Api, arn, role).json()
        }
        ServiceTarget::CreateAutoScaling => scaling(service, &name, Spelling::Api).json(),
        ServiceTarget::CloudFormation => cloudformation(service, &name),
        ServiceTarget::Terraform => terraform(service, &name),
        ServiceTarget::Express => express(service, &name).json(),
    };
    ExportedDefinition { text, losses: losses.in_order() }
}

/// A name that App Runner and ECS allow.
fn service_name(scenario: &str) -> String {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let mut name: String =
        scenario.chars().map(|letter| if allowed(letter) { letter } else { '-' }).collect();
    name = name.trim_matches('-').chars().take(LONGEST_NAME).collect();
    if name.len() < SHORTEST_NAME {
        format!("service-{name}").trim_matches('-').to_owned()
    } else {
        name
    }
}

/// Says what of `scenario` is not written.
fn omissions(scenario: &Scenario, target: ServiceTarget, losses: &mut Losses) {
    let mut omit = |what: &str, why: &'static str| {
        losses.add("", 0, ServiceLossKind::Unwritable { what: what.to_owned(), why });
    };
    if target == ServiceTarget::CreateAutoScaling {
        return;
    }
    omit(
        "app, assume, traffic, events, alarms and goals",
        "a definition contains only the settings of the service",
    );
    if scenario.service.start == StartMode::Create {
        omit("service.start", "the definition creates the service");
    }
    if target == ServiceTarget::CreateService {
        omit(
            "service.auto_scaling",
            "it is a separate resource: export it with `--to create-auto-scaling-configuration` \
             and use its ARN as AutoScalingConfigurationArn",
        );
    }
    if target != ServiceTarget::Express {
        return;
    }
    let left_out = FIELDS.iter().filter(|field| field.express.is_empty());
    let left_out: Vec<&str> = left_out.map(|field| field.path).collect();
    omit(&left_out.join(", "), "the call of Express Mode has no such setting");
    omit(
        "service.express.zones, service.express.alb_shared_by and service.express.public",
        "the subnets of the VPC, and what else runs in it, decide them",
    );
}

/// The shared settings of `service` in a definition of `kind`, spelled as it spells them.
fn shared(service: &Service, dialect: Dialect) -> Tree {
    let mut tree = Tree::block();
    for field in &FIELDS {
        let Some(place) = field.place(dialect.kind) else { continue };
        if field.path == "service.health_check.path" && !asks_path(service) {
            continue;
        }
        let value = match (field.value)(service) {
            FieldValue::Text(text) => Tree::Text(text),
            FieldValue::Number(number) => Tree::Number(number),
            FieldValue::Flag(flag) => Tree::Flag(flag),
            FieldValue::Port(port) if dialect.kind == DefinitionKind::Express => {
                Tree::Number(port.into())
            }
            FieldValue::Port(port) => Tree::Text(port.to_string()),
            FieldValue::Absent => continue,
        };
        tree.put(&dialect.spell_path(place), value);
    }
    tree
}

/// A service of App Runner with the auto scaling configuration `scaling`.
fn app_runner(
    service: &Service,
    name: &str,
    spelling: Spelling,
    scaling: Tree,
    access_role: Tree,
) -> Tree {
    let dialect = Dialect { kind: DefinitionKind::AppRunner, spelling };
    let mut tree = Tree::block();
    let mut put = |path: &str, value: Tree| tree.put(&dialect.spell_path(path), value);
    put("ServiceName", Tree::text(name));
    // Only images of the account's own registry are deployed by a push, and need a role.
    let (identifier, kind) = match service.auto_deployments {
        AutoDeployments::On => {
            put("SourceConfiguration.AuthenticationConfiguration.AccessRoleArn", access_role);
            (PRIVATE_IMAGE, "ECR")
        }
        AutoDeployments::Off => (PUBLIC_IMAGE, "ECR_PUBLIC"),
    };
    put("SourceConfiguration.ImageRepository.ImageIdentifier", Tree::text(identifier));
    put("SourceConfiguration.ImageRepository.ImageRepositoryType", Tree::text(kind));
    put("AutoScalingConfigurationArn", scaling);
    tree.merge(shared(service, dialect));
    tree
}

/// The auto scaling configuration of `service`.
fn scaling(service: &Service, name: &str, spelling: Spelling) -> Tree {
    let dialect = Dialect { kind: DefinitionKind::Scaling, spelling };
    let mut tree = Tree::block();
    tree.put(&dialect.spell_path("AutoScalingConfigurationName"), Tree::text(name));
    tree.merge(shared(service, dialect));
    tree
}

/// A service of Express Mode.
fn express(service: &Service, name: &str) -> Tree {
    let dialect = Dialect::api(DefinitionKind::Express);
    let role = |name: &str| Tree::text(format!("arn:aws:iam::111122223333:role/{name}"));
    let mut tree = Tree::block();
    let mut put = |path: &str, value: Tree| tree.put(&dialect.spell_path(path), value);
    put("serviceName", Tree::text(name));
    put("executionRoleArn", role("ecsTaskExecutionRole"));
    put("infrastructureRoleArn", role("ecsInfrastructureRoleForExpressServices"));
    put("primaryContainer.image", Tree::text(PUBLIC_IMAGE));
    tree.merge(shared(service, dialect));
    tree
}

fn cloudformation(service: &Service, name: &str) -> String {
    let needs_role = service.auto_deployments == AutoDeployments::On;
    let arn = Tree::Reference {
        resource: "Scaling".to_owned(),
        attribute: "AutoScalingConfigurationArn",
    };
    let role = Tree::Reference { resource: "AccessRoleArn".to_owned(), attribute: "" };
    let mut template = Tree::block();
    let names = Dialect::api(DefinitionKind::AppRunner);
    let mut put = |path: &str, value: Tree| template.put(&names.spell_path(path), value);
    put("AWSTemplateFormatVersion", Tree::text("2010-09-09"));
    put("Description", Tree::text(format!("{name}, created by coldstart")));
    if needs_role {
        put("Parameters.AccessRoleArn.Type", Tree::text("String"));
        let what = "The role that lets App Runner pull the image";
        put("Parameters.AccessRoleArn.Description", Tree::text(what));
    }
    put("Resources.Scaling.Type", Tree::text("AWS::AppRunner::AutoScalingConfiguration"));
    put("Resources.Scaling.Properties", scaling(service, name, Spelling::Api));
    put("Resources.Service.Type", Tree::text("AWS::AppRunner::Service"));
    let body = app_runner(service, name, Spelling::Api, arn, role);
    put("Resources.Service.Properties", body);
    template.yaml()
}

fn terraform(service: &Service, name: &str) -> String {
    // A name of Terraform begins with a letter.
    let label = format!("app_{}", name.to_ascii_lowercase().replace('-', "_"));
    let kind = "aws_apprunner_auto_scaling_configuration_version";
    let arn = Tree::Reference { resource: format!("{kind}.{label}"), attribute: "arn" };
    let role = Tree::Reference { resource: "var".to_owned(), attribute: "access_role_arn" };
    let mut text = String::new();
    if service.auto_deployments == AutoDeployments::On {
        let mut variable = Tree::block();
        variable.put(
            &["type".to_owned()],
            Tree::Reference { resource: "string".to_owned(), attribute: "" },
        );
        let what = Tree::text("The role that lets App Runner pull the image");
        variable.put(&["description".to_owned()], what);
        text.push_str(&variable.hcl("variable \"access_role_arn\""));
        text.push('\n');
    }
    text.push_str(
        &scaling(service, name, Spelling::Snake).hcl(&format!("resource \"{kind}\" \"{label}\"")),
    );
    text.push('\n');
    let body = app_runner(service, name, Spelling::Snake, arn, role);
    text.push_str(&body.hcl(&format!("resource \"aws_apprunner_service\" \"{label}\"")));
    text
}
