"""Checks definitions of services: `definitions.py FOLDER`.

The input of the AWS CLI passes botocore's own models, the templates pass cfn-lint.
"""

import json
import subprocess
import sys
from pathlib import Path

import botocore.session
from botocore.validate import ParamValidator

folder = Path(sys.argv[1])
session = botocore.session.get_session()
operations = {
    "create-service": ("apprunner", "CreateService"),
    "create-auto-scaling-configuration": ("apprunner", "CreateAutoScalingConfiguration"),
    "express": ("ecs", "CreateExpressGatewayService"),
    "migrate": ("ecs", "CreateExpressGatewayService"),
}
count = 0
for target, (service, operation) in operations.items():
    shape = session.get_service_model(service).operation_model(operation).input_shape
    for file in sorted(folder.glob(f"*.{target}")):
        written = json.loads(file.read_text())
        # A report on a migration holds the input beside everything else.
        report = ParamValidator().validate(written.get("definition", written), shape)
        assert not report.has_errors(), (file.name, report.generate_report())
        count += 1
templates = [str(file) for file in sorted(folder.glob("*.cloudformation"))]
subprocess.run([Path(sys.executable).parent / "cfn-lint", *templates], check=True)
assert count and templates, "nothing was checked"
print(f"botocore accepts {count} inputs, cfn-lint {len(templates)} templates")
