import LabContracts
import LabEngine
import LabNotebook
print("lesson")
