//! The way to Express Mode, step by step, with the commands.

use serde::Serialize;

use super::Ground;
use super::changes::{ADVANCED, AVAILABILITY, PRACTICES, WORK};
use apprunner_sim::model::service::AutoDeployments;

/// A step of the way.
#[derive(Clone, Debug, Serialize)]
pub struct MoveStep {
    /// What it is.
    pub title: &'static str,
    /// Whether the service needs it.
    pub condition: StepCondition,
    /// What to do.
    pub text: &'static str,
    /// The commands that do it.
    pub commands: Vec<String>,
    /// Where it is from.
    pub source: &'static str,
}

/// Whether a service needs a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepCondition {
    /// It does.
    Needed,
    /// Where it uses what a scenario says nothing of.
    IfUsed,
}

/// Whether a step is needed.
type Need = fn(&Ground<'_>) -> StepCondition;

/// Title, need, text, commands with `{name}` for the service, and source of a step.
type Row = (&'static str, Need, &'static str, &'static [&'static str], &'static str);

const START: &str = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/express-service-getting-started.html";
const CREATE: &str = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateExpressGatewayService.html";
const UPDATE: &str = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateExpressGatewayService.html";

const STEPS: [Row; 13] = [
    (
        "Image",
        |it| if_named(it, &["CodeRepository", "apprunner-yaml", "apprunner.yaml"]),
        "Express Mode deploys images and does not build them. A service from a source repository needs a \
         Dockerfile and a pipeline that builds for x86-64 and pushes to Amazon ECR.",
        &[],
        AVAILABILITY,
    ),
    (
        "Execution role",
        |_| StepCondition::Needed,
        "It pulls the image, writes logs and reads secrets, as the access role of App Runner does; \
         ECS tasks assume it.",
        &[
            "aws iam create-role --role-name ecsTaskExecutionRole --assume-role-policy-document \
             '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\
             \"ecs-tasks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}'",
            "aws iam attach-role-policy --role-name ecsTaskExecutionRole --policy-arn \
             arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
        ],
        START,
    ),
    (
        "Infrastructure role",
        |_| StepCondition::Needed,
        "New: Amazon ECS uses it to create the load balancer, target groups, certificate and scaling.",
        &[
            "aws iam create-role --role-name ecsInfrastructureRoleForExpressServices \
             --assume-role-policy-document \
             '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\
             \"ecs.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}'",
            "aws iam attach-role-policy --role-name ecsInfrastructureRoleForExpressServices \
             --policy-arn arn:aws:iam::aws:policy/service-role/AmazonECSInfrastructureRoleforExpressGatewayServices",
        ],
        START,
    ),
    (
        "Task role",
        |it| if_named(it, &["InstanceRoleArn"]),
        "The instance role becomes `taskRoleArn`. Its trust policy names ecs-tasks.amazonaws.com instead of tasks.apprunner.amazonaws.com.",
        &[],
        WORK,
    ),
    (
        "Variables and secrets",
        |it| if_named(it, &["RuntimeEnvironmentSecrets", "RuntimeEnvironmentVariables"]),
        "Add `environment` and `secrets` to `primaryContainer`. ARNs of Secrets Manager and of \
         Systems Manager belong in `secrets`, and the execution role must be allowed to read them. \
         An update replaces the environment as a whole.",
        &[],
        CREATE,
    ),
    (
        "VPC connector",
        |it| if_named(it, &["NetworkConfiguration"]),
        "Tasks run in your subnets, so a connector is not needed: name its subnets and security \
         groups in `networkConfiguration`, two zones at least, and let the database accept the security \
         group of the service. Private subnets make the service internal; their tasks need a NAT \
         gateway or endpoints to pull the image.",
        &[],
        WORK,
    ),
    (
        "Create the service",
        |_| StepCondition::Needed,
        "The definition below is the input; `coldstart export SCENARIO --to express` writes it to a \
         file. The first call in an account may fail until the service-linked role is ready; repeat \
         it. The first deployment takes 3 to 8 minutes.",
        &[
            "aws ecs create-express-gateway-service --cli-input-json file://{name}.json --monitor-resources",
        ],
        CREATE,
    ),
    (
        "Deployments",
        |it| needed(it.app_runner.scenario.service.auto_deployments == AutoDeployments::On),
        "There are no automatic deployments: a pipeline pushes an image with a tag of its own and calls the \
         update, or uses the GitHub Action amazon-ecs-deploy-express-service. Afterward read the status of the \
         service deployment: `rolloutState` says COMPLETED after a rollback too.",
        &["aws ecs update-express-gateway-service --service-arn \"$SERVICE_ARN\" \
             --primary-container image=\"$IMAGE\""],
        UPDATE,
    ),
    (
        "Alarms",
        |it| needed(!it.app_runner.scenario.alarms.is_empty()),
        "Alarms on metrics of App Runner stay silent after the move. Create them on the metrics of the \
         load balancer (RequestCount, HTTPCode_Target_5XX_Count, TargetResponseTime) and of the service \
         (CPUUtilization).",
        &[],
        PRACTICES,
    ),
    (
        "Tracing",
        |it| if_named(it, &["ObservabilityConfiguration"]),
        "There is no switch for AWS X-Ray: add a collector as a second container to the task \
         definition.",
        &[],
        ADVANCED,
    ),
    (
        "Custom domain",
        |_| StepCondition::IfUsed,
        "Add the domain as a second host value to the service's own rule of the listener, not as a \
         rule of its own, which would point to an empty target group after the next deployment; add a \
         certificate of ACM to the listener and an alias record to Route 53. Nothing listens on port 80: \
         http:// links need a listener that redirects.",
        &[],
        ADVANCED,
    ),
    (
        "AWS WAF",
        |_| StepCondition::IfUsed,
        "Associate the web ACL with the load balancer. It then holds for every service on it.",
        &[],
        PRACTICES,
    ),
    (
        "Move the traffic",
        |_| StepCondition::Needed,
        "Shift 10, 25, 50, 75 and 100 % with weighted records of the same type, watch each step for \
         longer than a deployment takes, and keep the App Runner service for 24 to 48 hours. Raise the minimum \
         of tasks first: a burst waits for minutes.",
        &[],
        AVAILABILITY,
    ),
];

/// Needed where the comments of the file name one of `fields`.
fn if_named(ground: &Ground<'_>, fields: &[&str]) -> StepCondition {
    needed(fields.iter().any(|field| ground.names(field)))
}

/// Needed where that is known, and otherwise where the service uses it.
fn needed(is_known: bool) -> StepCondition {
    if is_known { StepCondition::Needed } else { StepCondition::IfUsed }
}

/// The way for the service, in order; its definition is called `name`.
pub(super) fn steps(ground: &Ground<'_>, name: &str) -> Vec<MoveStep> {
    let step = |&(title, need, text, commands, source): &Row| {
        let commands = commands.iter().map(|it| it.replace("{name}", name)).collect();
        MoveStep { title, condition: need(ground), text, commands, source }
    };
    STEPS.iter().map(step).collect()
}
